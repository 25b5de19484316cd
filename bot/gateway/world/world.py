"""The state of everything: people, bots, chats, files, and what is still to be delivered."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

from bot.gateway.errors import SimError
from bot.gateway.world.bots import BotAccount
from bot.gateway.world.callbacks import TapBook
from bot.gateway.world.clock import Clock, SystemClock
from bot.gateway.world.events import EventLog
from bot.gateway.world.faults import Faults
from bot.gateway.world.files import FileStore
from bot.gateway.world.flood import FloodLimits, NoLimits
from bot.gateway.world.model import JSON, Chat, ChatType, Status, User
from bot.gateway.world.requests import RequestLog
from bot.gateway.world.signal import Signal
from bot.gateway.world.updates import UpdateQueue

TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{10,64}")


class World:
    """One Telegram in memory; every id differs from world to world unless `seed` is given."""

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        seed: int | None = None,
        flood: FloodLimits | None = None,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.random = random.Random(seed)  # noqa: S311  ids of a simulation, not secrets
        self.flood: FloodLimits = flood or NoLimits()
        self.users: dict[int, User] = {}
        self.bots: dict[int, BotAccount] = {}
        self.groups: dict[int, Chat] = {}
        self.private: dict[tuple[int, int], Chat] = {}
        self.files = FileStore()
        self.events = EventLog()
        self.faults = Faults()
        self.requests = RequestLog()
        self.taps = TapBook(self.clock)
        self.phones: list[JSON] = []
        self.page_locale: str | None = None
        self.bots_changed = Signal()
        self.webhook_retry_base = 1.0
        self._next_user_id = 7_100_000_000 + self.random.randint(1, 40_000_000)

    def now(self) -> int:
        return int(self.clock.now())

    def add_user(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        user_id: int | None = None,
    ) -> User:
        if user_id is None:
            self._next_user_id += self.random.randint(1, 9_999)
            user_id = self._next_user_id
        if user_id in self.users:
            raise SimError("this id is taken")
        user = User(
            id=user_id,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )
        self.users[user_id] = user
        return user

    def add_bot(self, token: str, username: str, first_name: str) -> BotAccount:
        """Do what BotFather does; the same token again returns the bot that has it."""
        if not TOKEN.fullmatch(token):
            raise SimError("a token looks like 123456789:ABCdefGhIJKlmNoPQRsTUVwxyZ")
        bot_id = int(token.partition(":")[0])
        known = self.bots.get(bot_id)
        if known is not None and known.token == token:
            return known
        if bot_id in self.users:
            raise SimError("this id is taken")
        user = User(id=bot_id, first_name=first_name, username=username, is_bot=True)
        queue = UpdateQueue(self.random.randint(100_000_000, 900_000_000), self.clock)
        bot = BotAccount(
            user=user, token=token, updates=queue, last_message_id=self.random.randint(2, 900)
        )
        self.users[bot_id] = user
        self.bots[bot_id] = bot
        self.bots_changed.ring()
        return bot

    def add_group(
        self,
        title: str,
        owner: User,
        members: Iterable[User] = (),
        chat_type: ChatType = "supergroup",
    ) -> Chat:
        number = self.random.randint(1_200_000_000, 2_900_000_000)
        chat_id = -1_000_000_000_000 - number if chat_type == "supergroup" else -number
        statuses: dict[int, Status] = {member.id: "member" for member in members}
        statuses[owner.id] = "creator"
        chat = Chat(id=chat_id, type=chat_type, title=title, statuses=statuses)
        self.groups[chat_id] = chat
        for bot in self.bots_in(chat):
            bot.known_users.update(statuses)
        return chat

    def user(self, user_id: int) -> User:
        """Find a person; SimError for a stranger or a bot."""
        user = self.users.get(user_id)
        if user is None or user.is_bot:
            raise SimError("there is no such user", status=404)
        return user

    def bot_by_token(self, token: str) -> BotAccount | None:
        bot_id = token.partition(":")[0]
        bot = self.bots.get(int(bot_id)) if bot_id.isdecimal() else None
        return bot if bot is not None and bot.token == token else None

    def bot_by(self, name: int | str) -> BotAccount:
        """Find a bot by id or username; SimError if there is none."""
        wanted = str(name).lstrip("@").lower()
        for bot in self.bots.values():
            if wanted in {str(bot.id), bot.username.lower()}:
                return bot
        raise SimError("there is no such bot", status=404)

    def bots_in(self, chat: Chat) -> list[BotAccount]:
        if chat.bot is not None:
            return [self.bots[chat.bot.id]]
        return [self.bots[each] for each in chat.statuses if each in self.bots and chat.has(each)]

    def people_in(self, chat: Chat) -> list[User]:
        if chat.person is not None:
            return [chat.person]
        users = [self.users[each] for each in chat.statuses if chat.has(each)]
        return [user for user in users if not user.is_bot]

    def chats_of(self, person: User) -> list[Chat]:
        private = [chat for (user_id, _), chat in self.private.items() if user_id == person.id]
        groups = [chat for chat in self.groups.values() if chat.upgraded_to is None]
        return private + [chat for chat in groups if chat.has(person.id)]

    def chat_for_person(self, person: User, chat_id: int) -> Chat | None:
        """Find a chat by the id that this person knows; a bot never started gives None."""
        if chat_id in self.bots:
            return self.private.get((person.id, chat_id))
        chat = self.groups.get(chat_id)
        if chat is None or not chat.has(person.id):
            raise SimError("there is no such chat", status=404)
        return chat

    def open_private(self, person: User, bot: BotAccount) -> Chat:
        """Find or begin the private chat of the two."""
        key = (person.id, bot.id)
        if key not in self.private:
            statuses: dict[int, Status] = {person.id: "member", bot.id: "member"}
            self.private[key] = Chat(
                id=person.id, type="private", person=person, bot=bot.user, statuses=statuses
            )
            bot.known_users.add(person.id)
        return self.private[key]

    def next_message_id(self, chat: Chat) -> int:
        """Count up as Telegram does: one counter per bot for private chats, one per group."""
        if chat.bot is not None:
            bot = self.bots[chat.bot.id]
            bot.last_message_id += 1
            return bot.last_message_id
        chat.last_message_id += 1
        return chat.last_message_id

    def new_long_id(self) -> str:
        return str(self.random.randint(10**17, 9 * 10**17))
