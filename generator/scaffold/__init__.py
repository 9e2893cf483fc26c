"""What `atlas init` writes: settings, folders for words and templates, and the workflow that publishes."""
