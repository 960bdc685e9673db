"""From free French text to facts, each with the words it comes from."""
