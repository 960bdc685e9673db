"""The knowledge base: loading it from YAML, and proving what it says of its sources."""
