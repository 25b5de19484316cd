"""A Telegram in memory: a Bot API server on loopback, and an API and a page that play its users.

    world = World()                     # bot.gateway.world: people, bots, chats, files, a clock
    async with serve(world) as url:     # bot.gateway.server: the web server, on a free port
        ...                             # HUMEN_TELEGRAM_API=url points a bot at it

Bots call `/bot<token>/<method>` (GET or POST; query, JSON, form or multipart) and download from
`/file/bot<token>/<path>`, as from api.telegram.org. The methods are those in `api.methods`;
their parameters are checked with aiogram's models, and refusals have Telegram's own words.
`World(ManualClock())` gives a time that a test moves: taps expire after 60 s, messages can be
deleted for 48 h, updates are kept for 24 h. `world.flood = WindowLimits()` puts limits in.

What differs from Telegram: webhooks may be http:// and on any port, but only on loopback; a
second getUpdates is refused at once rather than after three seconds; a JPEG that fits the largest
photo size keeps its metadata; there are no channels, polls, inline mode or payments.

The simulation API stands under `/sim`, only where `create_gateway(world, sim=True)` or `serve`
mounted it, for it plays any user without a password; bodies and answers are JSON, refusals
`{"error": "<sentence>"}`. `GET /sim` lists every endpoint with its fields. In short:

    POST /sim/users, /sim/bots, /sim/groups        make people, bots (as BotFather does), groups
    POST /sim/join, leave, role, block, unblock    change who may meet whom
    POST /sim/forum, topic, upgrade                topics of a group; a group that gets another id
    POST /sim/send, photo, document, voice, location, contact, tap, edit, delete, read
                                                   do what a person does; `user` is who, `chat`
                                                   is a group, or the bot of a private chat
    GET  /sim/state, /sim/history, /sim/files/ID   see what that person sees
    GET  /sim/events                               hear of changes: server-sent events for the
                                                   `users` of a page ("7,8,9"), resumed by
                                                   Last-Event-ID or `after`
    GET  /sim/changes                              the same by asking, waiting up to `wait` seconds
    POST /sim/faults, DELETE /sim/faults           let requests fail: 429, 5xx, timeout, drop; let
                                                   updates come more than once: duplicate
    GET  /sim/requests, /sim/updates               what bots asked for, what they have not fetched
    GET, POST /sim/phones                          which phones the page at / shows

Requests with a foreign Host or, for writes, a foreign Origin are refused, so that no web page a
developer happens to visit can reach in.
"""
