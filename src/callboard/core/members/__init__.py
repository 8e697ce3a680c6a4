"""Adding members, changing what they may do, and the keys of programs that act for them."""
