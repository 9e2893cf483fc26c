"""From what the user named to a source of files: pipes and tables of databases become one for the run."""
