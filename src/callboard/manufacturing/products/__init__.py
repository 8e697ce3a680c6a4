"""Products: bills of materials and routings."""
