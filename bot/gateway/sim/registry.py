"""The endpoints of the simulation API, listed from the code that serves them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.gateway.errors import SimError
from bot.gateway.world.world import World

WORLD: web.AppKey[World] = web.AppKey("world", World)


class Fields(BaseModel):
    """Base of what an endpoint is sent."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Fields):
    """An endpoint without fields."""


RawHandler = Callable[[World, Any, web.Request], Awaitable[web.StreamResponse]]
F = TypeVar("F", bound=Fields)
H = TypeVar("H", bound=Callable[[World, Any], Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One address: what it takes, what it does."""

    verb: str
    path: str
    fields: type[Fields]
    serve: Callable[[web.Request], Awaitable[web.StreamResponse]]
    about: str
    takes_files: bool = False

    def to_json(self) -> dict[str, Any]:
        listed = {
            name: {"type": _type_name(field.annotation), "required": field.is_required()}
            for name, field in self.fields.model_fields.items()
        }
        if self.takes_files:
            listed["file"] = {"type": "file, repeatable", "required": True}
        return {"method": self.verb, "path": self.path, "fields": listed, "about": self.about}


ENDPOINTS: list[Endpoint] = []


def endpoint(verb: str, path: str, fields: type[Fields] = Nothing) -> Callable[[H], H]:
    """Serve a function of the world and its fields that returns JSON or awaits it."""

    def register(handler: H) -> H:
        async def serve(request: web.Request) -> web.StreamResponse:
            result = handler(request.app[WORLD], await read_fields(request, fields))
            if isinstance(result, Awaitable):
                result = await result
            return web.json_response(result)

        _add(verb, path, fields, (handler, serve))
        return handler

    return register


def raw_endpoint(
    verb: str, path: str, fields: type[Fields], *, takes_files: bool = False
) -> Callable[[RawHandler], RawHandler]:
    """Serve a function that reads the request, or writes the response, by itself."""

    def register(handler: RawHandler) -> RawHandler:
        async def serve(request: web.Request) -> web.StreamResponse:
            known = Nothing() if takes_files else await read_fields(request, fields)
            return await handler(request.app[WORLD], known, request)

        _add(verb, path, fields, (handler, serve), takes_files=takes_files)
        return handler

    return register


async def read_fields(request: web.Request, fields: type[F]) -> F:
    """Read query, path and JSON body; SimError says which field is wrong."""
    values: dict[str, Any] = {**request.query, **request.match_info}
    if request.can_read_body and request.method != "GET":
        try:
            body = await request.json()
        except ValueError:
            raise SimError("the body is not JSON") from None
        if not isinstance(body, dict):
            raise SimError("the body is not a JSON object")
        values |= body
    return check_fields(values, fields)


def check_fields(values: dict[str, Any], fields: type[F]) -> F:
    try:
        return fields.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(each) for each in first["loc"])
        raise SimError(f"{place}: {first['msg']}") from None


def _add(
    verb: str,
    path: str,
    fields: type[Fields],
    functions: tuple[Callable[..., Any], Callable[[web.Request], Awaitable[web.StreamResponse]]],
    *,
    takes_files: bool = False,
) -> None:
    handler, serve = functions
    about = (handler.__doc__ or "").strip()
    entry = Endpoint(
        verb=verb,
        path=path,
        fields=fields,
        serve=serve,
        about=about,
        takes_files=takes_files,
    )
    ENDPOINTS.append(entry)


def _type_name(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)
