"""The model: from a study's tables to cells, scores and paths."""
