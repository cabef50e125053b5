"""Bring customers in from files, take them out, and change many at once."""
