"""Content as data: lessons, facts, regions, help, tip form and campaigns, each checked."""
