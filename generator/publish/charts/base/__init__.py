"""Building blocks of charts: SVG, scales, text widths, overlapping labels and discs, Plotly specs."""
