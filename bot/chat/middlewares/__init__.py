"""What happens to every update before a feature sees it."""
