"""Write NOTICE: the licences of what the runtime lock installs, and of what its wheels carry along.

`make notice` writes it from the metadata of the installed packages; a test keeps it true. A package
or a carried library whose licence nobody has looked up yet stops it with a sentence.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTICE = ROOT / "NOTICE"
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==", re.MULTILINE)

# What packages without an SPDX expression call their licence.
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
KNOWN = {*SPDX.values(), "BSD-3-Clause", "PSF-2.0"}

# Looked up by hand: not installed on most machines (an old Python, Windows), or "BSD" of some kind.
LOOKED_UP = {
    "async-timeout": "Apache-2.0",
    "colorama": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
}

GNU_EITHER = "LGPL-3.0-or-later OR GPL-2.0-or-later"
# What the wheels of these packages carry, by licence and by the stem of the file's name.
CARRIED = {
    "av": {
        "Apache-2.0": ["opencore-amrnb", "opencore-amrwb"],
        "BSD-2-Clause": ["dav1d"],
        "BSD-3-Clause": ["opus", "sharpyuv", "vpx", "webp", "webpmux"],
        "BSD-3-Clause-Clear": ["SvtAv1Enc"],
        "GPL-2.0-or-later": ["x264", "x265"],
        "LGPL-2.0-or-later": ["mp3lame"],
        "LGPL-2.1-or-later": ["asound", "gnutls"],
        "LGPL-3.0-or-later": [
            *("avcodec", "avdevice", "avfilter", "avformat", "avutil", "swresample", "swscale"),
        ],
        GNU_EITHER: ["gmp", "hogweed", "nettle", "unistring"],
        "MIT": ["Xau", "drm", "vpl", "xcb", "xcb-shape", "xcb-shm", "xcb-xfixes"],
    },
    "numpy": {
        "BSD-3-Clause": ["scipy_openblas64_"],
        "GPL-3.0-or-later WITH GCC-exception-3.1": ["gfortran"],
        "LGPL-2.1-or-later": ["quadmath"],
    },
    "pillow": {
        "0BSD": ["lzma"],
        "BSD-2-Clause": ["avif", "openjp2"],
        "BSD-3-Clause": ["sharpyuv", "webp", "webpdemux", "webpmux"],
        "BSD-3-Clause OR GPL-2.0-only": ["zstd"],
        "FTL OR GPL-2.0-or-later": ["freetype"],
        "IJG AND BSD-3-Clause": ["jpeg"],
        "MIT": ["Xau", "brotlicommon", "brotlidec", "harfbuzz", "lcms2", "xcb"],
        "libpng-2.0": ["png16"],
        "libtiff": ["tiff"],
    },
    "pillow-heif": {
        "GPL-2.0-or-later": ["x265"],
        "LGPL-3.0-or-later": ["de265", "heif"],
    },
}

HEAD = """\
Humen is licensed under the Apache License, Version 2.0 (SPDX: Apache-2.0).

This repository holds no code and no font of anybody else. What `make demo` and `make run` install
comes from the package index under the licences below: of the package, as its own metadata says, and
of the libraries that its wheel carries. Written by `make notice`.

GPL: the wheels of av and pillow-heif carry x264 and x265 (GPL-2.0-or-later). Humen calls neither
(it copies coded frames, and reads HEIF without writing it), and hands neither on. Whoever does, say
in a container image or on a machine that is sold, hands on GPL code and owes what the GPL asks for:
its text, and the source of what it covers. pillow-heif calls its whole wheel GPL-2.0 for that.
H.264, H.265 and AMR may need patent licences besides.

Linked into one file with the package itself: PDFium with its parts in pypdfium2 (BSD-3-Clause,
Apache-2.0 and others; its folder of licences names them), libsodium in pynacl (ISC).

Packages
"""


def licence_of(package: str) -> str:
    """Return the package's licence as SPDX names it.

    Raises LookupError where nobody has looked it up.
    """
    if package in LOOKED_UP:
        return LOOKED_UP[package]
    metadata = distribution(package).metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classifiers = [each.split(" :: ") for each in metadata.get_all("Classifier") or []]
    names = [each[-1] for each in classifiers if each[0] == "License"]
    names += metadata.get_all("License") or []
    for name in map(str, names):
        licence = SPDX.get(name, name)
        if licence in KNOWN:
            return licence
    raise LookupError(package)


def carried_by(package: str) -> set[str]:
    """Return the stems of the shared libraries that lie beside the package on Linux."""
    folder = Path(str(distribution(package).locate_file(f"{package.replace('-', '_')}.libs")))
    return {file.name.removeprefix("lib").split("-", 1)[0] for file in folder.glob("*.so*")}


def notice() -> str:
    """Return the whole text."""
    packages = PIN.findall((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    lines = [HEAD, *(f"  {name}: {licence_of(name)}" for name in packages)]
    for package, libraries in CARRIED.items():
        lines += ["", f"Carried in the wheel of {package}", ""]
        lines += [f"  {licence}: {', '.join(names)}" for licence, names in libraries.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    try:
        NOTICE.write_text(notice(), encoding="utf-8")
    except LookupError as error:
        sys.exit(f"look up the licence of {error.args[0]} and add it to {Path(__file__).name}")
