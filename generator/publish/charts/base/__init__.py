"""Building blocks of charts: SVG, scales, text widths, labels, Plotly specs."""
