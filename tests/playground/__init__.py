"""The playground against tiny bots of its own: every rule of Slack that it stands for."""
