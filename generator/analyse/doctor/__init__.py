"""Behind `atlas doctor`: tries a build's steps on a sample of another bank's file, and proposes settings."""
