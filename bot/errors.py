"""What can go wrong in the application; the words for it are the chat's.

HumenError
├── SettingsError
├── StartError
│   └── TokenRefusedError
├── PortTakenError
├── NoAdminChatError
├── TipChangedError
├── PictureError
│   ├── NotAPictureError
│   └── PictureTooLargeError
└── FileError
    ├── UnsupportedFileError
    ├── DamagedFileError
    ├── ProtectedFileError
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


class PortTakenError(HumenError):
    """A port on this machine cannot be opened."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} cannot be opened; choose another with --port")


class TipChangedError(HumenError):
    """Others wrote to the tip at every attempt to add to it."""


class NoAdminChatError(HumenError):
    """A unit has no admin chat yet."""


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


class FileTooLargeError(FileError):
    """The file has more bytes, pixels, pages, minutes or parts than are taken."""
