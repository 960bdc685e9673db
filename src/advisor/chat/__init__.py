"""Talks to a chat model: the only place with LangChain chat models."""
