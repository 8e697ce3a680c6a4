"""The JSON door over HTTP."""
