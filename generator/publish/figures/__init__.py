"""Figures: one module a chart kind, each a function from views to `figure.Figure`. No sentence is typed here."""
