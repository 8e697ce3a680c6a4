"""Stock: the catalog, the ledger of moves, counts, purchasing and shipping."""
