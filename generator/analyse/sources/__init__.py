"""Pipes and tables of databases become a file for the run."""
