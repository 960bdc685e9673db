"""Tests of the ingest, on documents made on the spot."""
