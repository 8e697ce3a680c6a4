"""Work orders: what is to be made, with its materials and operations."""
