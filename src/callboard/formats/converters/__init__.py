"""Other programs' data as tables that the import reads. Pure: bytes in, tables and remarks out."""
