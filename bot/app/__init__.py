"""The composition root: the only place that constructs the application's parts."""
