"""One module a chart kind: each gives SVG, Plotly, table and alternative text of the same numbers."""
