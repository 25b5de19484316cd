"""`make bench`: run every benchmark and print what it found."""

from __future__ import annotations

import asyncio

from tests.benchmarks import early_warning, forgetting, mailbox, startup


def main() -> None:
    startup.report()
    early_warning.report()
    forgetting.report()
    asyncio.run(mailbox.report())


main()
