"""Items: the catalog, its units, lots and suppliers."""
