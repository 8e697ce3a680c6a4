"""Settings, addresses and the one place where adapters and checks are plugged in."""
