"""Shop floor: what was made, scrapped, handed over and refused."""
