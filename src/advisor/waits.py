"""How long a server asks to wait."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime


def retry_after(text: str) -> float | None:
    """Seconds asked for by a Retry-After header (a number or a date, RFC 9110 § 10.2.3); None when unreadable."""
    if text.strip().isdigit():
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=dt.UTC)
    return max(0.0, (date - dt.datetime.now(dt.UTC)).total_seconds())
