"""Rules of law over a profile: three-valued verdicts, never an article of our own making."""
