"""Keeps the articles of law fresh: asks Légifrance for them, compares, and follows what was found."""
