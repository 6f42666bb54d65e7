"""Pages of tickets for staff."""
