"""Persons and companies, with the key that seals what is theirs."""
