"""Hours: rest between working days, and what minors may work."""
