"""Mutations of good files, thousands of them: nothing is raised but what the user is told.

The counts are those of docs/bad-input.md. Seeds are fixed, so that a failure comes again.
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from talkcoach.deck.extract import Wishes, extract
from talkcoach.deck.plan import plan
from talkcoach.deck.read import read_slides
from talkcoach.deck.save import open_deck, worked_with
from talkcoach.deck.write import write_deck
from talkcoach.errors import TalkcoachError
from talkcoach.outline.advice import advise
from talkcoach.outline.load import load_outline, parse_outline
from talkcoach.speech.audio import decode
from talkcoach.speech.formats import load_transcript
from talkcoach.speech.hotwords import hotwords

TOP = Path(__file__).parent.parent
OUTLINES = [TOP / "samples" / "talk.yaml", *sorted((TOP / "outlines").glob("*.yaml"))]
ODD = (
    b"\0", b"\t", b"\r\n", b"\xff", b"\xef\xbb\xbf", b"&a ", b"*a", b"!!python/object:os.system ",
    b"<<: ", b"---\n", b"{", b"[", b'"', b"'", b": ", b"- ", b"~", b"1e999", b"NaN", b"-1",
    b"9" * 40,
    "\u202e".encode(), "🎓".encode(), b"|\n", b"? ", b"null", b"true", b"0x7fffffff", b"%",
)  # fmt: skip


def mutate(data: bytes, draw: random.Random) -> bytes:
    """`data` with one to eight changes: bytes, lines, odd pieces, a cut."""
    changed = bytearray(data)
    for _ in range(draw.randint(1, 8)):
        at = draw.randrange(len(changed) + 1)
        match draw.randrange(6):
            case 0 if at < len(changed):
                changed[at] = draw.randrange(256)
            case 1:
                changed[at:at] = draw.choice(ODD)
            case 2:
                del changed[at : at + draw.randint(1, 60)]
            case 3:
                lines = bytes(changed).split(b"\n")
                lines.insert(draw.randrange(len(lines)), draw.choice(lines))
                changed = bytearray(b"\n".join(lines))
            case 4:
                lines = bytes(changed).split(b"\n")
                del lines[draw.randrange(len(lines))]
                changed = bytearray(b"\n".join(lines))
            case 5 if draw.random() < 0.1:
                del changed[at:]
    return bytes(changed)


def mutations(seeds: list[bytes], count: int) -> Iterator[bytes]:
    draw = random.Random(1)
    return (mutate(draw.choice(seeds), draw) for _ in range(count))


def try_all(cases: Iterator[bytes], work: Callable[[bytes], object]) -> int:
    """How many of the cases worked; all others were told in a line or a few."""
    worked, told = 0, []
    for case in cases:
        try:
            work(case)
            worked += 1
        except TalkcoachError as error:
            told.append(str(error))
    assert all(0 < len(message) < 20_000 for message in told)
    return worked


def test_outlines() -> None:
    def work(case: bytes) -> None:
        outline = parse_outline(case)
        assert outline.sections()
        advise(outline)
        plan(outline)
        hotwords(outline)

    worked = try_all(mutations([path.read_bytes() for path in OUTLINES], 5_000), work)
    assert 250 < worked < 4_750  # neither all broken nor hardly touched


def test_transcripts(tmp_path: Path) -> None:
    words = [{"start": n * 0.4, "end": n * 0.4 + 0.3, "text": f"word{n}"} for n in range(30)]
    segments = [{"start": n * 4.0, "end": n * 4.0 + 3.0, "text": " a few words"} for n in range(9)]
    srt = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\nHello you\n\n" for n in range(1, 9))
    seeds = {
        "t.json": [json.dumps({"duration": 12.0, "words": words}),
                   json.dumps({"text": "a", "segments": segments, "language": "en"})],
        "t.srt": [srt],
        "t.vtt": ["WEBVTT\n\n" + srt.replace(",", ".")],
    }  # fmt: skip
    for name, texts in seeds.items():
        path = tmp_path / name

        def work(case: bytes, path: Path = path) -> None:
            path.write_bytes(case)
            transcript = load_transcript(path)
            assert all(0 <= word.start <= word.end for word in transcript.words)

        assert try_all(mutations([text.encode() for text in texts], 600), work) > 10


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.m4a", "aac"), ("a.mp2", "mp2"),
     ("a.ogg", "libopus"), ("a.ts", "aac"), ("a.au", "pcm_s16be"), ("a.mka", "pcm_s16le")],
)  # fmt: skip
def test_recordings(tmp_path: Path, name: str, codec: str) -> None:
    path = tmp_path / name
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout="stereo")
        tone = (5_000 * np.sin(np.arange(96_000) / 30)).astype(np.int16)[np.newaxis, :]
        frame = av.AudioFrame.from_ndarray(tone, "s16", "stereo")
        frame.sample_rate = 48_000
        container.mux([*stream.encode(frame), *stream.encode(None)])
    data = path.read_bytes()

    def work(case: bytes) -> None:
        path.write_bytes(case)
        audio = decode(path)
        assert sum(block.size for block in audio.sound()) == audio.length

    assert try_all(mutations([data], 150), work) > 0


def test_decks(tmp_path: Path) -> None:
    import zipfile

    outline = load_outline(OUTLINES[0])
    made = write_deck(outline, tmp_path / "good.pptx").path
    with zipfile.ZipFile(made) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    draw = random.Random(2)
    path = tmp_path / "d.pptx"

    def cases() -> Iterator[bytes]:
        for _ in range(60):
            hit = draw.choice(sorted(parts))
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as target:
                for name, content in parts.items():
                    if name != hit or draw.random() < 0.8:
                        target.writestr(name, mutate(content, draw) if name == hit else content)
            yield packed.getvalue()

    def work(case: bytes) -> None:
        path.write_bytes(case)
        deck = open_deck(path)
        with worked_with(path):
            slides = read_slides(deck.presentation)
        extract(slides, Wishes(600.0, False, None, None, None))
        write_deck(outline, path, dry_run=True)
        assert path.read_bytes() == case

    assert try_all(cases(), work) > 5
