"""Facts are only added: the base of such tables and the triggers that hold the promise."""
