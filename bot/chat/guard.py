"""Looks at what people write for signs that someone is in danger, without keeping anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.chat.phrase_scan import Hit, PhraseScanner
from content.danger import DANGER_KINDS, DangerKind, DangerPhrases
from content.danger_layer import NO_DANGER
from content.phrases import Words

if TYPE_CHECKING:
    from bot.chat.danger_ear import DangerEar

_FALLBACK = "zh_Hans"
# Four Chinese characters in a row, or three words: of less the ear only guesses, as of numbers,
# smileys and the two words of a receipt that a citizen types again. Phrases are sought in all.
_SPEECH = re.compile(r"[一-鿿]{4}|(?:[^\W\d_]{2,}\W+){2}[^\W\d_]")
# How sure the ear must be that nothing is wrong: alone, and against a phrase that stands.
_CALM, _CALM_AGAINST_PHRASES = 0.3, 0.6
_SHORTEST_MISSPELT = 7


class Danger(StrEnum):
    """What someone may be in, the most urgent first."""

    OVERDOSE = "overdose"
    DANGER_NOW = "danger_now"
    CHILD_ABUSE = "child_abuse"
    SELF_HARM = "self_harm"
    RELAPSE = "relapse"


class DangerGuard:
    """Recognises danger by phrases, and by the sense of a sentence where it has an ear.

    It rather answers once too often than once too little. `is_no_speech` tells what the ear is
    not asked about: words that follow one another by chance.
    """

    def __init__(
        self,
        phrases: DangerPhrases,
        ear: DangerEar | None = None,
        is_no_speech: Callable[[str], bool] = lambda _text: False,
    ) -> None:
        self._phrases = phrases
        self._ear = ear
        self._is_no_speech = is_no_speech
        self._scanner = PhraseScanner(phrases.phrases)
        self._misspelt = _misspellings(self._scanner.vocabulary())

    def look(self, text: str) -> Danger | None:
        """Return the danger that the text speaks of, the most urgent where several are told."""
        found = self.phrases_found(text)
        if self._ear is None or not _SPEECH.search(text) or self._is_no_speech(text):
            return next((Danger(kind) for kind in DANGER_KINDS if kind in found), None)
        return judge(self._ear.weigh(text, found), self.said(text))

    def phrases_found(self, text: str) -> frozenset[DangerKind]:
        """Return the kinds whose phrases stand in the text, mild ones included."""
        return frozenset(hit.kind for hit in self._standing(text) if hit.kind)

    def said(self, text: str) -> frozenset[str]:
        """Return the kinds that the text says outright, whatever surrounds it."""
        return frozenset(h.kind for h in self._standing(text) if h.kind and h.role == "phrases")

    def _standing(self, text: str) -> list[Hit]:
        read = self._phrases.speller.words(text)
        words = Words(tuple(self._misspelt.get(w, w) for w in read.words), read.sentences)
        return list(_standing(self._scanner.find(words), words))

    def answer(self, kind: Danger, locale: str) -> str:
        """Return what to do at once, as Telegram HTML."""
        texts = self._phrases.answers[kind.value]
        return texts.get(locale, texts[_FALLBACK])


def judge(weighed: Mapping[str, float], said: frozenset[str]) -> Danger | None:
    """Return the danger that was weighed the likeliest, or None where all seems well."""
    if weighed[NO_DANGER] > (_CALM_AGAINST_PHRASES if said else _CALM):
        return None
    # Only a relapse may wait: nothing that was said outright is taken for one.
    urgent = [k for k in DANGER_KINDS if k in said and k != Danger.RELAPSE.value]
    likeliest = max(DANGER_KINDS, key=weighed.__getitem__)
    if likeliest == Danger.RELAPSE.value:
        likeliest = max(urgent or DANGER_KINDS, key=weighed.__getitem__)
    return Danger(likeliest)


def _standing(hits: list[Hit], words: Words) -> Iterator[Hit]:
    """Yield the hits that no exception touches and no story surrounds."""
    told = _sentences("aside", hits, words) - _sentences("now", hits, words)
    excused = {kind: bytearray(len(words.words)) for kind in DANGER_KINDS}
    for hit in hits:
        if hit.role == "unless" and hit.kind:
            excused[hit.kind][hit.start : hit.end] = bytes([1]) * (hit.end - hit.start)
    for hit in hits:
        if hit.kind is None or hit.role not in {"phrases", "mild"}:
            continue
        if hit.role == "mild" and words.sentences[hit.end - 1] in told:
            continue
        if not any(excused[hit.kind][hit.start : hit.end]):
            yield hit


def _sentences(role: str, hits: Iterable[Hit], words: Words) -> set[int]:
    return {words.sentences[hit.end - 1] for hit in hits if hit.role == role}


def _misspellings(vocabulary: set[str]) -> dict[str, str]:
    """Map one letter left out, doubled by a neighbour or swapped to the long word that was meant.

    The first letter must be right, and no word of the phrases counts as another one misspelt.
    """
    found: dict[str, str] = {}
    for word in sorted(vocabulary):
        if len(word) < _SHORTEST_MISSPELT or not word.isascii():
            continue
        for i in range(1, len(word)):
            head, tail = word[:i], word[i:]
            found.setdefault(head + tail[1:], word)
            found.setdefault(head + tail[1:2] + tail[0] + tail[2:], word)
            for letter in "abcdefghijklmnopqrstuvwxyz":
                found.setdefault(head + letter + tail, word)
    return {wrong: right for wrong, right in found.items() if wrong not in vocabulary}
