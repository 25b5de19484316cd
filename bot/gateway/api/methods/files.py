"""Asking where a file can be downloaded."""

from __future__ import annotations

from aiogram.methods import GetFile

from bot.gateway.api.context import Context
from bot.gateway.api.registry import method
from bot.gateway.errors import BadRequestError
from bot.gateway.world.model import JSON

MAX_DOWNLOAD_BYTES = 20 << 20


@method(GetFile)
async def get_file(context: Context, call: GetFile) -> JSON:
    file = context.world.files.find(context.bot.id, call.file_id)
    if file is None:
        raise BadRequestError("invalid file_id")
    if file.size > MAX_DOWNLOAD_BYTES:
        raise BadRequestError("file is too big")
    return {
        "file_id": call.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": context.world.files.publish(context.bot.id, file),
    }
