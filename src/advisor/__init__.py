"""Cited advice on the degree of user involvement in local public projects."""

__version__ = "0.1.0"
