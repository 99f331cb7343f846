"""Dean: the calm colleague for customer-support teams, in Slack."""
