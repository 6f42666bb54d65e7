"""Companies for programs, one file for each kind of record."""
