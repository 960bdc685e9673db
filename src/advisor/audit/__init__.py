"""The audit desk: samples, verdicts and figures; versions kept, replays, impact, bundles of evidence."""
