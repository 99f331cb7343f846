"""One file per card: pure functions from a result to Block Kit."""
