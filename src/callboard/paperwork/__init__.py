"""The paperwork floor: which papers a party owes, and where they stand."""
