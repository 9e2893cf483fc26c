"""One function a kind of page: a release in, the context of its template out."""
