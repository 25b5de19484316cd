"""The simulation API: its list, its guard, its refusals, and what a person sees."""

from __future__ import annotations

import aiohttp
import pytest

from bot.gateway.sim.registry import ENDPOINTS
from bot.gateway.world import World
from tests.gateway.telegram import Bot, picture
from tests.phone import RefusedError, call, request
from tests.player import Player
from tests.walking import each_of

PUBLIC = 7300000001


async def test_the_list_names_every_endpoint_with_its_fields(url: str) -> None:
    listed = (await call(url, "GET", "/sim"))["endpoints"]
    assert len(listed) == len(ENDPOINTS) >= 27
    send = next(each for each in listed if each["path"] == "/sim/send")
    assert send["fields"]["text"] == {"type": "str", "required": True}
    assert send["fields"]["reply_to"]["required"] is False
    assert all(each["about"] for each in listed)


async def test_a_browser_gets_the_list_as_a_page(url: str) -> None:
    async with request(url, "GET", "/sim", headers={"Accept": "text/html"}) as response:
        assert response.content_type == "text/html"
        assert "POST /sim/send" in await response.text()


async def test_the_page_is_served_with_a_policy(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{url}/") as response:
            assert response.status == 200
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        async with session.get(f"{url}/page/..%2f..%2fserver.py") as response:
            assert response.status == 404


@each_of(
    "headers, status",
    [
        ({}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example:80"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "localhost:1", "Origin": "http://localhost:1"}, 200),
        ({"Host": "localhost:1", "Origin": "http://localhost:2"}, 403),
    ],
)
async def test_other_sites_may_not_play_users(
    url: str, headers: dict[str, str], status: int
) -> None:
    body = {"first_name": "Eve"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/sim/users", json=body, headers=headers) as response,
    ):
        assert response.status == status


@each_of(
    "action, body, status, sentence",
    [
        ("POST /sim/users", {}, 400, "first_name: Field required"),
        ("POST /sim/users", {"first_name": "A", "age": 5}, 400, "age: Extra inputs"),
        ("POST /sim/send", {"user": 1, "chat": PUBLIC, "text": "x"}, 404, "no such user"),
        ("POST /sim/bots", {"token": "x", "username": "abc", "first_name": "A"}, 400, "token"),
        ("POST /sim/faults", {"kind": "rain"}, 400, "kind: Input should be"),
        ("POST /sim/role", {"chat": 1, "user": 1, "role": "member"}, 404, "no such group"),
        ("GET /sim/state?user=1", None, 404, "no such user"),
        ("GET /sim/updates?bot=nobody", None, 404, "no such bot"),
    ],
)
async def test_an_impossible_action_is_refused_with_a_sentence(
    url: str, action: str, body: object, status: int, sentence: str
) -> None:
    verb, path = action.split()
    async with (
        aiohttp.ClientSession() as session,
        session.request(verb, url + path, json=body) as response,
    ):
        assert response.status == status
        assert sentence in (await response.json())["error"]


@each_of("body", [b"", b"[1]", b"{", b"\xff"])
async def test_a_body_that_is_no_object_is_refused(url: str, body: bytes) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/sim/send", data=body) as response,
    ):
        assert response.status == 400
        assert (await response.json())["error"]


async def test_a_person_cannot_act_where_they_are_not(bot: Bot, group: int, mei: Player) -> None:
    stranger = await Player.create(bot.url, "Stranger")
    with pytest.raises(RefusedError, match="there is no such chat"):
        await stranger.send(group, "let me in")
    await mei.block(bot.id)
    with pytest.raises(RefusedError, match="you have blocked this bot"):
        await mei.send(bot.id, "hello")
    said = await mei.send(group, "mine")
    with pytest.raises(RefusedError, match="this chat has not begun"):
        await stranger.edit(said, "yours", chat=bot.id)


@each_of("text", [" ", "x" * 4097])
async def test_a_person_cannot_send_nothing_or_too_much(mei: Player, text: str) -> None:
    with pytest.raises(RefusedError, match="the text is"):
        await mei.say(text)


async def test_a_picture_that_is_none_is_refused(mei: Player) -> None:
    with pytest.raises(RefusedError, match="IMAGE_PROCESS_FAILED"):
        await mei.photo(None, b"no picture")
    with pytest.raises(RefusedError, match="send one to 10 files"):
        await mei.photo(None, *[picture(10, 10)] * 11)
    with pytest.raises(RefusedError, match="files come as multipart/form-data"):
        await mei.photo(None)


async def test_files_are_shown_only_to_those_who_see_their_message(bot: Bot, mei: Player) -> None:
    stranger = await Player.create(bot.url, "Stranger")
    [photo] = await mei.photo(bot.id, picture())
    assert await mei.file(photo)
    with pytest.raises(RefusedError, match="there is no such file"):
        await stranger.file(photo)
    await mei.delete(photo)
    with pytest.raises(RefusedError, match="there is no such file"):
        await mei.file(photo)


async def test_a_phone_shows_the_bot_it_is_to_open_before_the_first_word(
    bot: Bot, world: World
) -> None:
    john = await Player.create(bot.url, "John", "en")
    phone = {"id": "student", "user": john.id, "title": {"zh_Hans": "学生", "en": "Student"}}
    body = {"phones": [phone | {"open": bot.id}], "page_locale": "en"}
    shown = await call(bot.url, "POST", "/sim/phones", json=body)
    assert shown == await call(bot.url, "GET", "/sim/phones")
    assert shown["page_locale"] == "en"
    [view] = (await call(bot.url, "GET", "/sim/state", params={"user": john.id}))["chats"]
    assert (view["id"], view["started"], view["messages"]) == (bot.id, False, [])
    await john.send(bot.id, "/start")
    [view] = (await call(bot.url, "GET", "/sim/state", params={"user": john.id}))["chats"]
    assert view["started"] is True


async def test_unread_messages_are_counted_until_read(bot: Bot, mei: Player) -> None:
    for text in "abc":
        await bot("sendMessage", chat_id=mei.id, text=text)
    assert (await mei.view())["unread"] == 3
    await mei.read()
    assert (await mei.view())["unread"] == 0


async def test_older_messages_are_fetched_in_pages(bot: Bot, mei: Player) -> None:
    for number in range(5):
        await mei.say(str(number))
    newest = (await mei.messages())[-1]["message_id"]
    query = {"user": mei.id, "chat": bot.id, "before": newest, "limit": 2}
    page = (await call(bot.url, "GET", "/sim/history", params=query))["messages"]
    assert [each["text"] for each in page] == ["2", "3"]


async def test_requests_of_bots_are_on_record(bot: Bot, mei: Player) -> None:
    await bot("sendMessage", chat_id=mei.id, text="on record")
    with pytest.raises(Exception, match="chat not found"):
        await bot("sendMessage", chat_id=5, text="nowhere")
    await bot.upload("sendPhoto", {"photo": picture()}, chat_id=mei.id)
    query = {"bot": "public_bot", "method": "sendmessage"}
    first, second = (await call(bot.url, "GET", "/sim/requests", params=query))["requests"]
    assert (first["parameters"]["text"], first["ok"]) == ("on record", True)
    assert (second["ok"], second["error"]) == (False, "Bad Request: chat not found")
    query = {"after": str(second["n"])}
    [photo] = (await call(bot.url, "GET", "/sim/requests", params=query))["requests"]
    assert photo["parameters"]["photo"]["file_name"] == "photo.png"


async def test_queues_are_counted(bot: Bot, mei: Player) -> None:
    query = {"bot": "public_bot"}
    before = await call(bot.url, "GET", "/sim/updates", params=query)
    await mei.say("one")
    waiting = await call(bot.url, "GET", "/sim/updates", params=query)
    assert (waiting["pending"], waiting["last_update_id"]) == (1, before["last_update_id"] + 1)
    await bot.updates(offset=waiting["last_update_id"] + 1)
    after = await call(bot.url, "GET", "/sim/updates", params=query)
    assert (after["pending"], after["confirmed"]) == (0, before["confirmed"] + 1)


async def test_a_bot_made_by_the_simulation_works_at_once(url: str) -> None:
    token = "7300000099:AABotMadeByTheSimulation000000"
    body = {"token": token, "username": "@new_bot", "first_name": "New"}
    made = await call(url, "POST", "/sim/bots", json=body)
    assert made == await call(url, "POST", "/sim/bots", json=body)
    assert (await Bot(url, token, "new_bot")("getMe"))["username"] == "new_bot"
