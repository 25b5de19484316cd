"""What can go wrong in the application; the words for it are the chat's.

HumenError
├── SettingsError
├── StartError
│   └── TokenRefusedError
├── AlreadyRunningError
├── StartRefusedError
├── PortTakenError
├── NoAdminChatError
├── UnknownUnitError
├── UnitRefusedError
├── StaffRefusedError
├── OutcomeFileError
├── RecipientGoneError
├── UnstorableStateError
├── TipChangedError
├── ApprovalNeededError
├── OutcomeError
├── PictureError
│   ├── NotAPictureError
│   └── PictureTooLargeError
└── FileError
    ├── UnsupportedFileError
    ├── DamagedFileError
    ├── ProtectedFileError
    ├── NoRoomError
    │   └── FilesPausedError
    └── FileTooLargeError
"""

from __future__ import annotations


class HumenError(Exception):
    """Something the application foresaw went wrong."""


class SettingsError(HumenError):
    """Settings cannot be used; `problems` name each variable, never its value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class StartError(HumenError):
    """The application could not go on."""

    def __init__(self, reason: str = "a database or the data folder cannot be used") -> None:
        super().__init__(f"{reason}; please compare the settings with .env.example")


class TokenRefusedError(StartError):
    """Telegram does not know a token."""

    def __init__(self) -> None:
        super().__init__("Telegram refuses one of the tokens")


class AlreadyRunningError(HumenError):
    """Another process serves this bot from the same data folder."""

    def __init__(self) -> None:
        super().__init__(
            "another `humen run` serves this bot from the same data folder; stop it first"
        )


class StartRefusedError(HumenError):
    """What is here does not fit together, and going on would lose something."""


class PortTakenError(HumenError):
    """A port on this machine cannot be opened."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} cannot be opened; choose another with --port")


class TipChangedError(HumenError):
    """Others wrote to the tip at every attempt to add to it."""


class ApprovalNeededError(HumenError):
    """A tip about a minor is read by its holder only once a supervisor has approved it."""


class OutcomeError(HumenError):
    """An outcome says what its class does not allow."""


class NoAdminChatError(HumenError):
    """A unit has no admin chat yet."""


class RecipientGoneError(HumenError):
    """Nobody can be reached at an address any more."""


class OutcomeFileError(HumenError):
    """A file does not say what came of a tip; `problems` name each field."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class UnstorableStateError(HumenError):
    """An object of this kind is not known to the conversation's state."""


class UnknownUnitError(HumenError):
    """No unit has this id."""

    def __init__(self, unit_id: str) -> None:
        super().__init__(f"there is no unit “{unit_id}”; humen units list shows those there are")


class UnitRefusedError(HumenError):
    """A unit cannot be made as it was asked for."""


class StaffRefusedError(HumenError):
    """What the operator asked for of the staff cannot be done."""


class PictureError(HumenError):
    """A picture that somebody sent cannot be used."""


class NotAPictureError(PictureError):
    """The bytes are no picture of a kind that is taken, or a damaged one."""


class PictureTooLargeError(PictureError):
    """The picture has more bytes or more pixels than are taken."""


class FileError(HumenError):
    """A file that somebody sent cannot be used."""


class UnsupportedFileError(FileError):
    """The bytes are of no kind that is taken, or hold sound or video in a code that is not."""


class DamagedFileError(FileError):
    """The file is of a kind that is taken, but it is cut off, broken or empty."""


class ProtectedFileError(FileError):
    """The document is encrypted."""


class NoRoomError(FileError):
    """All drafts together hold as many files as they may."""


class FilesPausedError(NoRoomError):
    """One chat's files have taken more time within the hour than they may."""

    def __init__(self, minutes: int) -> None:
        super().__init__()
        self.minutes = minutes


class FileTooLargeError(FileError):
    """The file has more bytes, pixels, pages, minutes or parts than are taken."""
