"""From decisions, verdicts and passages to the answer object; nothing here decides."""
