"""The Bot API over HTTP: reading requests, answering them, and pushing updates to webhooks."""
