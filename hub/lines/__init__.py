"""Lines: how numbers are read and dialled on each of them."""
