"""What a file of another bank means, with evidence, and whether a build would read it: `atlas doctor`."""
