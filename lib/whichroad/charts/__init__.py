"""Charts as a page shows them, by subject."""
