"""Local preview server: serves a built site under any base path, and rebuilds it when its sources change."""
