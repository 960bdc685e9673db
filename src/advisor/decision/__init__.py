"""The decision: pure functions of a profile, the criteria and the legal floor."""
