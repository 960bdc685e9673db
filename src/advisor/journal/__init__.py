"""Every answer, written once and sealed to the one before."""
