"""What a request to the gateway can be refused with: by the Bot API, or by the simulation API."""

from __future__ import annotations


class TelegramError(Exception):
    """A Bot API method failed; carries Telegram's own code and sentence."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters
        self.retry_after = parameters.get("retry_after")

    def to_json(self) -> dict[str, object]:
        body: dict[str, object] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class BadRequestError(TelegramError):
    """The request can never succeed as it stands."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, f"Bad Request: {reason}")


class UpgradedError(TelegramError):
    """The group has another id since it became a supergroup."""

    def __init__(self, chat_id: int) -> None:
        reason = "Bad Request: group chat was upgraded to a supergroup chat"
        super().__init__(400, reason, migrate_to_chat_id=chat_id)


class ForbiddenError(TelegramError):
    """The bot may not write there."""

    def __init__(self, reason: str) -> None:
        super().__init__(403, f"Forbidden: {reason}")


class TooManyRequestsError(TelegramError):
    """A flood limit is exceeded; `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


class SimError(Exception):
    """The player asked for something that no user could do."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
