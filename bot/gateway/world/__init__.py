"""Users, chats, messages, files and queues: one Telegram in memory."""

from bot.gateway.world.clock import Clock, ManualClock, SystemClock
from bot.gateway.world.world import World

__all__ = ["Clock", "ManualClock", "SystemClock", "World"]
