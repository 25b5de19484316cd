"""What every test gets: a clean environment, and databases for whoever asks for them."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

# NumPy reads it as it is imported: a second thread only spins while it waits for the next text.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Databases wait for their disk at every commit; in memory, where there is enough, they do not.
MEMORY = Path("/dev/shm")
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

pytest_plugins = ["tests.database_fixtures"]
# A helper's failing assertion says as much as a test's.
pytest.register_assert_rewrite(
    "tests.app",
    "tests.chat",
    "tests.drawing",
    "tests.drills",
    "tests.education",
    "tests.gateway",
    "tests.journeys",
    "tests.repeating",
    "tests.reports",
    "tests.storage",
)

# By default structlog draws each exception with all its locals, which can take half a minute.
structlog.configure(processors=[structlog.processors.KeyValueRenderer()])


@pytest.fixture(autouse=True)
def logs_speak_again() -> Iterator[None]:
    """Undo what a command of `humen`, called within the test, did to the whole process.

    It may have left the logs on a stream that was closed with the command.
    """
    configured = structlog.get_config()
    yield
    logging.disable(logging.NOTSET)
    structlog.configure(**configured)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave drills to `make drills`: they run where -m names them, or HUMEN_DRILLS is set."""
    if "drill" in config.getoption("-m") or os.environ.get("HUMEN_DRILLS"):
        return
    drills = [item for item in items if item.get_closest_marker("drill")]
    if drills:
        config.hook.pytest_deselected(items=drills)
        items[:] = [item for item in items if item not in drills]


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> Iterator[None]:
    """Keep a developer's own HUMEN_ variables and .env out of the tests."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("HUMEN_")}
    chromium = kept.get("HUMEN_CHROMIUM")
    if chromium is not None:
        os.environ["HUMEN_CHROMIUM"] = chromium
    yield
    os.environ.update(kept)
