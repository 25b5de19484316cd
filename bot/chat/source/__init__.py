"""The update source: each update takes effect once, in its chat's order, then is confirmed."""
