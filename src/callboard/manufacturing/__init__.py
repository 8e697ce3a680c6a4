"""Manufacturing: products, clients' orders, requirements, work orders and the floor."""
