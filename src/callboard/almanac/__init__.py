"""Sun, holidays and time zones of the world, computed offline. Pure: no framework, no network, no clock."""
