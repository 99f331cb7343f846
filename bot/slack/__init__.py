"""Everything that speaks Slack, and nothing that decides."""
