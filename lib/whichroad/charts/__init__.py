"""Charts, by subject. To draw one takes Altair and vl-convert, which the extra ``charts`` brings."""
