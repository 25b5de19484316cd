"""For which unit somebody works now who has posts in several: he says so in his private chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, TelegramObject
from aiogram.utils.i18n import get_i18n
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button, rows
from bot.reports.staff.access import StaffAccess
from bot.reports.staff.refusals import refuse
from bot.reports.staff.service import Post
from content.library import Library

# These show every unit, or none.
FOR_ALL_UNITS = frozenset({"start", "bind", "invite", "staff", "unit"})


class UnitCallback(CallbackData, prefix="unit"):
    """The unit for which somebody works from now on."""

    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostChoice:
    """Asks whoever has several posts; the choice lives in memory, so a restart asks again."""

    access: StaffAccess
    library: Library

    async def is_wanted(self, event: TelegramObject, command: str | None) -> bool:
        """Return whether a command in private could mean several units and none is chosen."""
        if not isinstance(event, Message) or command is None or command in FOR_ALL_UNITS:
            return False
        units = [post.unit_id for post in await self.posts(event)]
        person = event.from_user
        return len(units) > 1 and person is not None and self._chosen(person.id) not in units

    async def ask(self, event: TelegramObject, data: dict[str, Any]) -> None:
        """Answer in place of a command, which is sent again after the choice."""
        del data
        if isinstance(event, Message):
            text = _("You work for several units. For which one now? Then send the command again.")
            await event.answer(text, reply_markup=self.keyboard(await self.posts(event)))

    async def heading(self, event: CallbackQuery | Message, post: Post) -> str:
        """Return a line that names the unit, for whoever could have meant another; else none."""
        if len(await self.posts(event)) < 2:
            return ""
        return _("🏢 {unit} · /unit changes it").format(unit=escape(self.name(post))) + "\n"

    async def posts(self, event: CallbackQuery | Message) -> Sequence[Post]:
        """Return the posts of whoever taps or writes in private; in a group none is chosen."""
        message = event if isinstance(event, Message) else event.message
        person = event.from_user
        if message is None or person is None or message.chat.type != ChatType.PRIVATE:
            return []
        return await self.access.posts_of(person.id)

    def keyboard(self, posts: Sequence[Post]) -> InlineKeyboardMarkup:
        data = [(self.name(post), UnitCallback(unit=post.unit_id).pack()) for post in posts]
        return rows(*([button(text, packed)] for text, packed in data))

    def choose(self, person: int, post: Post) -> None:
        self.access.chosen.put(person, post.unit_id)

    def name(self, post: Post) -> str:
        """Return the region by which a unit is called, with the unit's own name."""
        regions = self.library.regions
        if post.region_id not in regions.by_id:
            return post.unit_id
        region = regions.get(post.region_id).name.to(get_i18n().current_locale)
        return _("{region} ({unit})").format(region=region, unit=post.unit_id)

    def _chosen(self, person: int) -> str | None:
        return self.access.chosen.find(person)


async def unit_command(message: Message, post_choice: PostChoice) -> None:
    posts = await post_choice.posts(message)
    if not posts:
        await message.answer(_("Please send this command in the private chat with me."))
        return
    if len(posts) == 1:
        name = escape(post_choice.name(posts[0]))
        await message.answer(_("You work for one unit: {unit}.").format(unit=name))
        return
    text = _("You work for several units. For which one now?")
    await message.answer(text, reply_markup=post_choice.keyboard(posts))


async def unit_pressed(
    query: CallbackQuery, callback_data: UnitCallback, post_choice: PostChoice
) -> None:
    posts = await post_choice.posts(query)
    post = next((each for each in posts if each.unit_id == callback_data.unit), None)
    if post is None or not isinstance(query.message, Message):
        await refuse(query)
        return
    post_choice.choose(query.from_user.id, post)
    text = _("🏢 You now work for {unit}. /unit changes it.").format(
        unit=escape(post_choice.name(post))
    )
    await query.message.edit_text(text)
    await query.answer()


def create_router() -> Router:
    router = Router(name="choosing")
    router.message.register(unit_command, Command("unit"))
    router.callback_query.register(unit_pressed, UnitCallback.filter())
    return router
