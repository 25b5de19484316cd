"""One stream on its way from the old container to the new one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from av.bitstream import BitStreamFilterContext
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from bot.drawing.media.bitstreams import FILTERS, scrub, scrub_setup
from bot.drawing.media.streams import code_of
from bot.errors import DamagedFileError

WRAPPED = 1 << 31
ADTS = "aac_adtstoasc"
TAGS = {"h264": "avc1", "hevc": "hvc1", "av1": "av01"}


class Piece(NamedTuple):
    """When a coded picture or stretch of sound is due; its side data stays behind."""

    pts: int | None
    dts: int
    duration: int
    is_keyframe: bool


class Track:
    """Takes a stream's packets as they come, and gives clean ones for the new container."""

    def __init__(self, source: Stream, written: OutputContainer) -> None:
        self.source = source
        self.code = code_of(source)
        self._written = written.add_stream_from_template(source, opaque=True)
        self._time_base = source.time_base or Fraction(1, 1000)
        self._pieces: list[Piece] = []
        self._coded: list[bytes] = []
        self._filter = self._prepare()

    @property
    def seconds(self) -> Fraction:
        """How long it plays."""
        if not self._pieces:
            raise DamagedFileError
        first, last = self._pieces[0], self._pieces[-1]
        return (last.dts + last.duration - first.dts) * self._time_base

    def take(self, packet: Packet[Stream]) -> None:
        self._keep([packet] if self._filter is None else self._filter.filter(packet))

    def finish(self) -> None:
        if self._filter is not None:
            self._keep(self._filter.filter(None))
        self._coded = scrub(self.code, self._coded)

    def packets(self) -> Iterator[Packet[Stream]]:
        for piece, coded in zip(self._pieces, self._coded, strict=True):
            if coded:
                packet = Packet(coded)
                packet.pts, packet.dts, packet.duration = piece.pts, piece.dts, piece.duration
                packet.is_keyframe = piece.is_keyframe
                packet.time_base = self._time_base
                packet.stream = self._written
                yield packet

    def _prepare(self) -> BitStreamFilterContext | None:
        context, setup = self._written.codec_context, self.source.codec_context.extradata
        name = FILTERS.get(self.code)
        if name is None:
            context.extradata = scrub_setup(self.code, setup)
            # Only AAC that comes as a bare stream has no setup: it stands before every packet.
            return BitStreamFilterContext(ADTS, self.source) if self._is_bare(setup) else None
        units = BitStreamFilterContext(name, self.source, self._written)
        context.codec_tag = TAGS[self.code]
        if context.extradata:  # The filter rewrote it, but left all its units where they were.
            kept = BitStreamFilterContext(name, self.code).filter(Packet(context.extradata))
            context.extradata = b"".join(map(bytes, kept))
        return units

    def _is_bare(self, setup: bytes | None) -> bool:
        return self.code == "aac" and not setup

    def _keep(self, packets: list[Packet[Stream]]) -> None:
        for packet in packets:
            if packet.has_sidedata("new_extradata") and not self._coded:
                setup = bytes(packet.get_sidedata("new_extradata"))
                self._written.codec_context.extradata = scrub_setup(self.code, setup)
            self._coded.append(bytes(packet))
            self._pieces.append(self._due(packet))

    def _due(self, packet: Packet[Stream]) -> Piece:
        """Give every packet a later time than the one before it, as containers ask for."""
        last = self._pieces[-1] if self._pieces else None
        dts = packet.dts if packet.dts is not None else packet.pts
        if last is not None:
            dts = max(last.dts + 1, last.dts + last.duration if dts is None else dts)
        dts = dts or 0
        pts = None if packet.pts is None else max(packet.pts, dts)
        duration = packet.duration or 0
        # FFmpeg lets the duration of a last, cut packet of Vorbis fall below zero and wrap around.
        return Piece(pts, dts, duration if duration < WRAPPED else 0, packet.is_keyframe)
