"""What Humen keeps: a shared kit, the vault, and one storage for each of the two houses."""
