"""`python -m bot` is `humen`."""

from bot.cli import main

main()
