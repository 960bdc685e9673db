"""A conversation: a state and a message give a state and an answer. Pure: the same dialogue gives the same bytes."""

from advisor.dialogue.turning import Dialogue

__all__ = ["Dialogue"]
