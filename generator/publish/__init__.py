"""The public half: a release in, a site out. Imports neither pandas, scikit-learn nor an engine."""
