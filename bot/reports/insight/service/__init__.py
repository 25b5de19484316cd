"""Counting months, building reports, and looking for what stands out."""
