"""The world by itself: photos, flood limits, ids, lightness."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from PIL import Image

from bot.gateway.errors import BadRequestError, SimError
from bot.gateway.world import ManualClock, World
from bot.gateway.world.flood import WindowLimits
from bot.gateway.world.photos import make_sizes
from tests.walking import each_of


def jpeg(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, "JPEG")
    return buffer.getvalue()


@each_of(
    "size, widths",
    [((60, 40), [60]), ((320, 100), [90, 320]), ((5000, 4000), [90, 320, 800, 1280])],
)
def test_a_picture_is_scaled_to_the_sizes_that_are_smaller(
    size: tuple[int, int], widths: list[int]
) -> None:
    assert [each.width for each in make_sizes(jpeg(*size))] == widths


def test_a_small_jpeg_stays_as_it_is() -> None:
    data = jpeg(600, 400)
    assert make_sizes(data)[-1].data == data


@each_of(
    "data, reason",
    [
        (jpeg(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (jpeg(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"\0" * ((10 << 20) + 1), "too big for a photo"),
        (jpeg(600, 400)[:-900], "IMAGE_PROCESS_FAILED"),
    ],
)
def test_an_impossible_picture_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(BadRequestError, match=reason):
        make_sizes(data)


def test_flood_limits_count_per_chat_and_over_all() -> None:
    limits = WindowLimits(private=(2, 3.0), group=(1, 60.0), overall=(3, 1.0))
    assert [limits.wait_for(1, 10, 0.0) for _ in range(3)] == [None, None, 3]
    assert [limits.wait_for(1, -5, 0.5) for _ in range(2)] == [None, 60]
    assert limits.wait_for(1, 11, 0.9) == 1
    assert limits.wait_for(2, 10, 0.9) is None
    assert limits.wait_for(1, 10, 3.1) is None


def test_ids_differ_between_worlds_and_repeat_with_a_seed() -> None:
    def ids(seed: int | None) -> tuple[int, int]:
        world = World(ManualClock(), seed=seed)
        user = world.add_user("A")
        return user.id, world.add_group("G", user).id

    assert ids(1) == ids(1)
    assert ids(None) != ids(None)
    user_id, group_id = ids(None)
    assert user_id > 7_100_000_000
    assert str(group_id).startswith("-100")


def test_a_basic_group_has_a_short_negative_id() -> None:
    world = World()
    group = world.add_group("G", world.add_user("A"), chat_type="group")
    assert -(10**10) < group.id < 0


def test_no_id_is_given_twice() -> None:
    world = World()
    user = world.add_user("A", user_id=5)
    with pytest.raises(SimError, match="taken"):
        world.add_user("B", user_id=user.id)
    world.add_bot("77:AAAAAAAAAAAAAAAAAAAA", "a_bot", "A")
    with pytest.raises(SimError, match="taken"):
        world.add_bot("77:BBBBBBBBBBBBBBBBBBBB", "b_bot", "B")


@each_of("module", ["bot.gateway", "bot.gateway.world"])
def test_the_world_is_imported_without_aiogram(module: str) -> None:
    program = f"import sys, {module}; assert 'aiogram' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_simulation_is_imported_only_where_it_is_mounted() -> None:
    program = (
        "import sys; from bot.gateway.server import create_gateway; "
        "from bot.gateway.world import World; create_gateway(World()); "
        "assert 'bot.gateway.sim' not in sys.modules; create_gateway(World(), sim=True); "
        "assert 'bot.gateway.sim' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
