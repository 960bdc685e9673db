"""A model phrases a finished answer; each of its sentences is shown only once shown to say what the answer says."""
