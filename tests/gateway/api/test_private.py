"""Whom a bot may write to in private, and copying what is protected."""

from __future__ import annotations

import pytest

from bot.gateway.world import World
from tests.gateway.telegram import Bot, RefusedError, picture
from tests.player import Player


async def test_a_bot_cannot_begin_a_conversation(bot: Bot, group: int, lao_wang: Player) -> None:
    with pytest.raises(RefusedError) as caught:
        await bot("sendMessage", chat_id=lao_wang.id, text="hello")
    assert caught.value.status == 403
    assert str(caught.value) == "Forbidden: bot can't initiate conversation with a user"


async def test_bots_do_not_write_to_bots(bot: Bot, staff_bot: Bot) -> None:
    with pytest.raises(RefusedError, match="Forbidden: bots can't send messages to bots"):
        await bot("sendMessage", chat_id=staff_bot.id, text="hello")


async def test_a_blocked_bot_is_told_and_refused(bot: Bot, mei: Player) -> None:
    await mei.block("public_bot")
    change = (await bot.updates())[0]["my_chat_member"]
    assert change["chat"]["id"] == mei.id
    assert change["new_chat_member"]["status"] == "kicked"
    for method, parameters in [
        ("sendMessage", {"text": "hello"}),
        ("sendChatAction", {"action": "typing"}),
    ]:
        with pytest.raises(RefusedError) as caught:
            await bot(method, chat_id=mei.id, **parameters)
        assert caught.value.status == 403
        assert str(caught.value) == "Forbidden: bot was blocked by the user"
    await mei.unblock(bot.id)
    assert await bot("sendMessage", chat_id=mei.id, text="welcome back")


async def test_one_person_and_two_bots_are_two_chats(
    bot: Bot, staff_bot: Bot, mei: Player
) -> None:
    await mei.send("staff_bot", "for staff")
    await mei.send("public_bot", "for all")
    assert [each["message"]["text"] for each in await bot.updates()] == ["for all"]
    assert [each["message"]["text"] for each in await staff_bot.updates()] == ["for staff"]
    await mei.not_sees("for staff", chat="public_bot")


async def test_a_copy_shows_no_origin_and_a_forward_does(
    bot: Bot, world: World, group: int, mei: Player
) -> None:
    said = await mei.send(bot.id, "look")
    source = {"from_chat_id": mei.id, "message_id": said["message_id"]}
    copied = await bot("copyMessage", chat_id=group, **source)
    shown = next(m for m in await mei.messages(group) if m["message_id"] == copied["message_id"])
    assert (shown["text"], "forward_origin" in shown) == ("look", False)
    forwarded = await bot("forwardMessage", chat_id=group, **source)
    assert forwarded["forward_origin"]["sender_user"]["id"] == mei.id
    with pytest.raises(RefusedError, match="message can't be edited"):
        await bot("editMessageText", chat_id=group, message_id=forwarded["message_id"], text="x")


async def test_protected_messages_are_neither_copied_nor_forwarded(bot: Bot, mei: Player) -> None:
    sent = await bot("sendMessage", chat_id=mei.id, text="secret", protect_content=True)
    assert (await mei.sees("secret"))["has_protected_content"] is True
    source = {"chat_id": mei.id, "from_chat_id": mei.id, "message_id": sent["message_id"]}
    with pytest.raises(RefusedError) as caught:
        await bot("copyMessage", **source)
    assert str(caught.value) == "Bad Request: message can't be copied"
    with pytest.raises(RefusedError) as caught:
        await bot("forwardMessage", **source)
    assert str(caught.value) == "Bad Request: the message can't be forwarded"


async def test_what_is_not_there_is_neither_copied_nor_forwarded(bot: Bot, mei: Player) -> None:
    source = {"chat_id": mei.id, "from_chat_id": mei.id, "message_id": 999_999}
    with pytest.raises(RefusedError, match="Bad Request: message to copy not found"):
        await bot("copyMessage", **source)
    with pytest.raises(RefusedError, match="Bad Request: message to forward not found"):
        await bot("forwardMessage", **source)


async def test_a_copied_photo_may_get_another_caption(bot: Bot, mei: Player) -> None:
    [photo] = await mei.photo(bot.id, picture(), caption="mine")
    source = {"chat_id": mei.id, "from_chat_id": mei.id, "message_id": photo["message_id"]}
    await bot("copyMessage", **source)
    await bot("copyMessage", **source, caption="<b>other</b>", parse_mode="HTML")
    first, second = [each for each in await mei.messages() if not each["out"]]
    assert (first["caption"], second["caption"]) == ("mine", "other")
    assert await mei.file(first) == await mei.file(second) == await mei.file(photo)


async def test_a_copied_album_stays_an_album(bot: Bot, mei: Player) -> None:
    album = await mei.photo(bot.id, picture(), picture(), caption="both")
    ids = [each["message_id"] for each in album]
    copies = await bot(
        "copyMessages",
        chat_id=mei.id,
        from_chat_id=mei.id,
        message_ids=[*ids, 999_999],
        remove_caption=True,
    )
    shown = [
        m for m in await mei.messages() if m["message_id"] in {c["message_id"] for c in copies}
    ]
    assert len(shown) == 2
    assert len({each["media_group_id"] for each in shown} - {album[0]["media_group_id"]}) == 1
    assert not any("caption" in each for each in shown)


async def test_many_are_forwarded_and_protected_ones_skipped(bot: Bot, mei: Player) -> None:
    open_one = await bot("sendMessage", chat_id=mei.id, text="open")
    closed = await bot("sendMessage", chat_id=mei.id, text="closed", protect_content=True)
    where = {"chat_id": mei.id, "from_chat_id": mei.id}
    ids = [open_one["message_id"], closed["message_id"]]
    assert len(await bot("forwardMessages", **where, message_ids=ids)) == 1
    with pytest.raises(RefusedError, match="there are no messages to forward"):
        await bot("forwardMessages", **where, message_ids=ids[1:])
    with pytest.raises(RefusedError, match="message identifiers are not specified"):
        await bot("copyMessages", **where, message_ids=[])


async def test_a_contact_and_all_pins_pass(bot: Bot, mei: Player) -> None:
    sent = await bot("sendContact", chat_id=mei.id, phone_number="110", first_name="Police")
    assert sent["contact"] == {"phone_number": "110", "first_name": "Police"}
    await bot("pinChatMessage", chat_id=mei.id, message_id=sent["message_id"])
    service = (await mei.messages())[-1]
    with pytest.raises(RefusedError, match="service messages can't be pinned"):
        await bot("pinChatMessage", chat_id=mei.id, message_id=service["message_id"])
    assert await bot("unpinAllChatMessages", chat_id=mei.id)
    assert (await mei.view())["pinned"] is None
