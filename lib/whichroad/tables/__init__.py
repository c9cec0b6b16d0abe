"""Tables as a page shows them, by subject."""
