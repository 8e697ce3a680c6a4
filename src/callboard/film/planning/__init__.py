"""Planning the shoot: what the planner must know beyond the board, runs of it, and adopting what they propose."""
