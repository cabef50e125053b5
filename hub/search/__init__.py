"""Find customers by any part of a name or address, and messages by their words."""
