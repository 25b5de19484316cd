"""The scene in which refusing is practised: what one chose, what came of it, and what helped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton
from aiogram.utils.i18n import gettext as _

from bot.chat.keyboards import button
from bot.education.learning.router.callbacks import ChooseCallback
from bot.education.learning.rules.plan import SceneStep
from bot.education.learning.rules.progress import number_of, scene_node
from bot.education.learning.service.lessons import LessonView
from content.schema import Choice, SceneNode, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneScreen:
    """A moment of the scene in one language."""

    view: LessonView
    step: SceneStep
    locale: str

    def text(self) -> str:
        parts = [_("🎭 <b>Your turn</b>")]
        if self.view.progress.scene_choice:
            parts.append(self._consequence(self._choice(self.view.progress.scene_choice)))
        parts.append(self._node.text.to(self.locale))
        if self._node.ending:
            parts += self._looking_back()
        return "\n\n".join(parts)

    def lines(self) -> list[list[InlineKeyboardButton]]:
        """Return a button for each choice; an ending has none."""
        return [
            [button(choice.text.to(self.locale), self._choose(number))]
            for number, choice in enumerate(self.view.plan.choices(self._here))
        ]

    @property
    def _here(self) -> str:
        return scene_node(self.step, self.view.progress)

    @property
    def _node(self) -> SceneNode:
        return self.step.scene.nodes[self._here]

    def _choose(self, number: int) -> str:
        return ChooseCallback(
            attempt=self.view.attempt_id,
            position=self.view.progress.position,
            node=number_of(self.step, self._here),
            option=number,
        ).pack()

    def _choice(self, made: str) -> Choice:
        node, choice_id = made.split(".", 1)
        return next(c for c in self.step.scene.nodes[node].choices if c.id == choice_id)

    def _consequence(self, choice: Choice) -> str:
        return f"<b>{_label(choice.way)}</b>\n<i>{choice.reaction.to(self.locale)}</i>"

    def _looking_back(self) -> Iterator[str]:
        """Say which ways were used on this path, and which could be tried another time."""
        used = dict.fromkeys(self._choice(each).way for each in self.view.progress.selected)
        helped = [way for way in HELPING if way in used]
        others = [way for way in HELPING if way not in used]
        if helped:
            ways = " · ".join(_label(way) for way in helped)
            yield _("What helped you: {ways}").format(ways=ways)
        if others:
            ways = " · ".join(_label(way) for way in others)
            yield _("To try another time: {ways}").format(ways=ways)


HELPING: tuple[Way, ...] = ("tone", "exit", "ally")


def _label(way: Way) -> str:
    labels: dict[Way, str] = {
        "tone": _("🗣 a steady tone"),
        "exit": _("🚪 a way out"),
        "ally": _("🤝 an ally"),
        "risk": _("⚠️ the pressure goes on"),
    }
    return labels[way]
