"""What both bots stand on follows the settings."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.app.shared import open_shared, utc_now
from bot.settings import load_settings


@pytest.mark.parametrize("region", ["420000", "429005"])
async def test_the_home_of_the_content_is_the_region_of_the_settings(
    tmp_path: Path, region: str
) -> None:
    async with AsyncExitStack() as stack:
        settings = load_settings(data_dir=tmp_path, region=region)
        shared = await open_shared(settings, stack, utc_now)
        assert shared.library.regions.home.id == region
