"""What stands in the way: requirements, blockers, and the checks that other rooms register."""
