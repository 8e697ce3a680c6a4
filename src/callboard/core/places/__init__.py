"""Where work happens: addresses, parking, hospitals."""
