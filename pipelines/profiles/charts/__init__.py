"""Charts as positions on a drawing surface: each module lays out one kind of chart of the document.
What a chart says is in ``document``; strokes and colours are in ``templates``."""
