"""Downloads: CSV, JSON, data package, sitemap."""
