"""From documents on disk to a searchable index: `python -m ingest`. Nothing imports this package."""
