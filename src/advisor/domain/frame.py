"""How a question of law is put."""

from __future__ import annotations

from typing import Literal

Frame = Literal["due", "skip", "may", "what"]
"""Is it owed; may one do without, less, otherwise; is one allowed to; or no yes or no at all."""
