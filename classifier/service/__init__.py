"""The HTTP service of `classifier serve`: text in, the record of docs/schema.md out, nothing kept."""
