"""Set up from nothing, as a new user does, while newer releases of everything lie in the index.

A lock is good for as long as pip takes what it names, whatever else is published meanwhile. So each
environment is made in an empty folder by the Makefile itself, once with the pip that
`python -m venv` brings and once with the newest, and a folder of links offers an empty release
9999.0 of every package that the locks name. It runs with the standard library alone:
`python3 -m tests.fresh [COMMIT]`, or `make fresh`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==(?P<version>[^\s;]+)", re.MULTILINE)


def main() -> None:
    commit = sys.argv[1] if len(sys.argv) > 1 else "HEAD"
    with tempfile.TemporaryDirectory() as folder:
        links = Path(folder, "links")
        for pip in ("", "newest"):
            place = Path(folder, pip or "bundled")
            check_out(commit, place)
            offer_newer_releases(place, links)
            set_up(place, links, pip)


def check_out(commit: str, place: Path) -> None:
    place.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "-x"], cwd=place, input=archive.stdout, check=True)


def pins(place: Path) -> dict[str, str]:
    """Return what both locks name, with the versions."""
    text = "".join((place / lock).read_text(encoding="utf-8") for lock in LOCKS)
    return {found["name"]: found["version"] for found in PIN.finditer(text)}


def offer_newer_releases(place: Path, links: Path) -> None:
    links.mkdir(exist_ok=True)
    for name in pins(place):
        stem = f"{name.replace('-', '_')}-9999.0"
        head = "Metadata-Version: 2.1\nName: {}\nVersion: 9999.0\n"
        wheel = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        with zipfile.ZipFile(links / f"{stem}-py3-none-any.whl", "w") as file:
            file.writestr(f"{stem}.dist-info/METADATA", head.format(name))
            file.writestr(f"{stem}.dist-info/WHEEL", wheel)
            file.writestr(f"{stem}.dist-info/RECORD", "")


def set_up(place: Path, links: Path, pip: str) -> None:
    """Make first what the demo needs, then what development needs, and compare with the locks."""
    python = place / ".venv/bin/python"
    if pip:
        subprocess.run([sys.executable, "-m", "venv", ".venv"], cwd=place, check=True)
        upgrade = ["-m", "pip", "install", "-qq", "--upgrade", "pip"]
        subprocess.run([python, *upgrade], check=True)
    found = f"{os.environ.get('PIP_FIND_LINKS', '')} {links}".strip()
    # With the Makefile's own --quiet this makes two: errors only.
    surroundings = {**os.environ, "PIP_FIND_LINKS": found, "PIP_QUIET": "1"}
    for stamp in (".venv/.runtime", ".venv/.development"):
        began = time.monotonic()
        make = ["make", "--silent", f"PYTHON={sys.executable}", stamp]
        subprocess.run(make, cwd=place, env=surroundings, check=True)
        version = subprocess.check_output([python, "-m", "pip", "--version"], text=True).split()[1]
        sys.stdout.write(f"{stamp} with pip {version}: {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()
    subprocess.run([python, "-m", "pip", "check"], check=True)
    subprocess.run([place / ".venv/bin/humen", "content", "check"], check=True)
    compare(place, python)


def compare(place: Path, python: Path) -> None:
    """Stop where a package is there in another version than the locks name."""
    locked = pins(place)
    listed = subprocess.check_output([python, "-m", "pip", "list", "--format=freeze"], text=True)
    wrong = []
    for line in listed.splitlines():
        name, _separator, version = line.partition("==")
        name = re.sub(r"[-_.]+", "-", name).lower()
        if locked.get(name, version) != version:
            wrong.append(line)
    if wrong:
        sys.exit(f"not what the locks name: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
