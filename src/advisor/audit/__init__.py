"""Answers judged, measured, replayed and proved, from the entries of the journal."""
