"""Documents as tagged PDF, set by typst from plain values; a value is always text and never markup."""
