"""Resources: machines, skills and who holds them, absences, lines that are down."""
