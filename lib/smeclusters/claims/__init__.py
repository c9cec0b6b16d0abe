"""Claims of a source, the checks that decide them, and the record of their verdicts."""
