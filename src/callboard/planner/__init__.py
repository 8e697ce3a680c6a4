"""The planner: frozen problems in, plans with their reasons out. Pure: no framework, no database, no clock."""
