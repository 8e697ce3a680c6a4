"""The film floor: scripts, breakdown, board and calls."""
