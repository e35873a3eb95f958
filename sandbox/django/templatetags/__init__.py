"""Template libraries that projects of 2016 load by name."""
