"""Requirements planning: what to make and buy, how many and when, so that every client's date is kept."""
