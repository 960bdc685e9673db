"""The calendar of a project: the steps of the advised degree and the durations of the law, on one line of time."""
