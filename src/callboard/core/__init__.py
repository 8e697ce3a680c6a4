"""The core floor: what every production needs, whatever it makes."""
