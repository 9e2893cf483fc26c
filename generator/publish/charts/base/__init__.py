"""What every chart is made with: SVG, scales, widths of text, labels, Plotly specifications."""
