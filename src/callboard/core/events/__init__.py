"""What just changed, in order, for pages that follow it live."""
