"""Charts, one module for each kind: SVG, Plotly spec, table and alternative text from the same numbers."""
