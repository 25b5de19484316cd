"""The reward in the mailbox: what waits and until when, and the tipster's answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import lazy_gettext as __
from aiogram_dialog import DialogManager
from babel.support import LazyProxy

from bot.chat.shown.rows import ScreenKind
from bot.reports.mailbox.session import MailboxSession, desk_of, read_session, take_session
from bot.reports.mailbox.states import MailboxSG
from bot.reports.rewards.rules.money import write_yuan
from bot.reports.rewards.rules.standing import RewardState
from bot.reports.rewards.service.claiming import (
    AcceptReward,
    Answer,
    AnswerReward,
    DeclineReward,
    DonateReward,
    FindReward,
    RewardNews,
)
from bot.reports.tips.view import chat_of, screens_of

_ENDS: Mapping[RewardState, LazyProxy] = {
    RewardState.PAID: __("💰 Your reward of {amount} yuan has been paid. Thank you."),
    RewardState.DECLINED: __("💰 You declined the reward. Thank you for your help."),
    RewardState.DONATED: __("💰 You donated your reward of {amount} yuan. Thank you."),
    RewardState.LAPSED: __("💰 The reward was not collected in time and has lapsed."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxRewards:
    """The tipster's use cases."""

    find: FindReward
    accept: AcceptReward
    decline: DeclineReward
    donate: DonateReward


def reward_line(news: RewardNews | None) -> str:
    """Return what the mailbox's card says of a reward, or nothing."""
    if news is None:
        return ""
    if news.is_on_hold:
        return _on_hold(news)
    amount = write_yuan(news.fen)
    if news.state in _ENDS:
        return str(_ENDS[news.state]).format(amount=amount)
    if not news.is_claimable or news.deadlines is None:
        return str(_ENDS[RewardState.LAPSED])
    words = (
        _("💰 <b>A reward of {amount} yuan waits for you</b> until {day}.")
        if news.state is RewardState.APPROVED
        else _("💰 You accepted a reward of {amount} yuan. Please collect it by {day}.")
    )
    return words.format(amount=amount, day=news.deadlines.claim_until.isoformat())


def _on_hold(news: RewardNews) -> str:
    if news.state is RewardState.REFUSED:
        return _("💰 After another look, no reward is given for this report.")
    return _("💰 Your reward is being checked once more. Please look again in a few days.")


def write_reward(session: MailboxSession) -> str:
    news = _news(session)
    if news is None or news.deadlines is None:
        return reward_line(news)
    parts = [reward_line(news), "\n".join(_conditions(news))]
    if news.state is RewardState.ACCEPTED and news.is_claimable:
        parts.append(
            _(
                "At the counter, please say your report number and the claim code. Nobody of the "
                "staff knows the code; whoever has it can collect, so please show it to nobody."
            )
        )
    return "\n\n".join(part for part in parts if part)


def _conditions(news: RewardNews) -> list[str]:
    assert news.deadlines is not None
    if not news.is_claimable:
        return []
    last = news.deadlines.lapses_after.isoformat()
    lines = [_("▫️ It lapses if it is not collected by {last} at the latest.").format(last=last)]
    if news.identity == "required":
        lines.append(
            _(
                "▫️ The counter checks a valid ID, as the rule on rewards demands. Your report and "
                "this mailbox go on without your name."
            )
        )
    if news.is_by_minor:
        lines.append(
            _("▫️ You said that you are under 18: please come with a parent or another guardian.")
        )
    if news.by_proxy:
        lines.append(
            _(
                "▫️ Somebody collects for you: that person brings their own valid ID and an "
                "authorisation signed by you."
            )
        )
    if news.is_locked:
        lines.append(_("▫️ The code was mistyped five times; the unit has to unlock it first."))
    return lines


def write_sure(session: MailboxSession) -> str:
    news = _news(session)
    amount = write_yuan(news.fen if news is not None else 0)
    if session.wish == "donate":
        return _(
            "🎁 Donate the {amount} yuan to drug prevention? This cannot be taken back."
        ).format(amount=amount)
    return _("🙅 Decline the reward of {amount} yuan? This cannot be taken back.").format(
        amount=amount
    )


def flags_of(session: MailboxSession) -> dict[str, bool]:
    """Return which of the reward's buttons stand."""
    news = _news(session)
    can = news is not None and news.is_claimable
    is_new = can and news is not None and news.state is RewardState.APPROVED
    is_accepted = can and news is not None and news.state is RewardState.ACCEPTED
    by_proxy = news is not None and news.by_proxy
    return {
        "has_reward": is_new or is_accepted,
        "is_new_reward": is_new,
        "is_accepted_reward": is_accepted,
        "may_send_proxy": is_accepted and not by_proxy,
        "may_come_myself": is_accepted and by_proxy,
    }


async def on_accept(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    """Accept, and show the code; asked again it is shown again."""
    session = take_session(manager)
    news = _news(session)
    await _accept(query, manager, by_proxy=news is not None and news.by_proxy)


async def on_proxy(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    take_session(manager)
    await _accept(query, manager, by_proxy=True)


async def on_myself(query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    take_session(manager)
    await _accept(query, manager, by_proxy=False)


async def on_wish(_query: CallbackQuery, button: Any, manager: DialogManager) -> None:
    """Ask once more before what cannot be taken back."""
    take_session(manager).wish = button.widget_id
    await manager.switch_to(MailboxSG.reward_sure)


async def on_sure(_query: CallbackQuery, _button: Any, manager: DialogManager) -> None:
    session = take_session(manager)
    rewards = desk_of(manager).rewards
    if rewards is not None:
        wished = rewards.donate if session.wish == "donate" else rewards.decline
        await _answer(session, wished, by_proxy=False)
    await manager.switch_to(MailboxSG.card)


async def _accept(query: CallbackQuery, manager: DialogManager, *, by_proxy: bool) -> None:
    session, rewards = read_session(manager), desk_of(manager).rewards
    if rewards is None or query.message is None:
        return
    await _answer(session, rewards.accept, by_proxy=by_proxy)
    news = _news(session)
    if news is None or news.code is None:
        return
    await _show_code(manager, news.code)


async def _show_code(manager: DialogManager, code: str) -> None:
    """Send the code so that it can be neither forwarded nor saved, and take it away in time."""
    screens, chat_id = screens_of(manager), chat_of(manager)
    await screens.hide(chat_id, {ScreenKind.ASIDE})
    text = _(
        "🔑 Your claim code:\n<code>{code}</code>\nPlease write it down. I take it off the screen "
        "in {minutes} minutes; with your receipt you can see it again."
    ).format(code=code, minutes=screens.minutes)
    bot: Bot = manager.middleware_data["bot"]
    sent = await bot.send_message(chat_id, text, protect_content=True)
    await screens.keep(chat_id, sent.message_id, ScreenKind.ASIDE)


async def _answer(session: MailboxSession, use_case: AnswerReward, *, by_proxy: bool) -> None:
    if session.receipt is None or session.mailbox is None:
        return
    news = await use_case(Answer(receipt=session.receipt, by_proxy=by_proxy))
    session.mailbox = session.mailbox.with_reward(news)


def _news(session: MailboxSession) -> RewardNews | None:
    return None if session.mailbox is None else session.mailbox.reward
