"""Which road? The living edition of QEH Working Paper 71: what names its clusters or a page of its book."""
