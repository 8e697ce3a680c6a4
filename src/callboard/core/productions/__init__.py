"""Setting up productions: their calendar, their colors, who follows when one is made."""
