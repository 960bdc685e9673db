"""What one takes away: documents made of an answer, each a pure function to bytes."""
