"""How lines of a file become companies and their locations: the row adapters for `imports`."""
