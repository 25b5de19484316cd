"""A Bot API server on loopback, with a simulation API and a page that play its users.

Empty for now; see `bot.gateway.server`.
"""
