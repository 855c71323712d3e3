"""Speech cut into pieces at its pauses."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from room import blocks

from talkcoach.speech.audio import decode
from talkcoach.speech.levels import SAMPLE_RATE
from talkcoach.speech.pieces import LONGEST_S, Cutter, Piece, cut

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(scope="module")
def talk() -> NDArray[np.int16]:
    """Two minutes of the sample's first run, then half a minute of nothing, then a minute more."""
    sound = decode(SAMPLES / "run1.ogg").read()
    silence = np.zeros(30 * SAMPLE_RATE, np.int16)
    return np.concatenate(
        [sound[: 120 * SAMPLE_RATE], silence, sound[120 * SAMPLE_RATE :][:960_000]]
    )


def same(one: list[Piece], other: list[Piece]) -> bool:
    return [piece.starts_s for piece in one] == [piece.starts_s for piece in other] and all(
        np.array_equal(a.samples, b.samples) for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("size", [700, 1_600, 77_777, 10**9])
def test_pieces_do_not_depend_on_how_the_sound_comes(talk: NDArray[np.int16], size: int) -> None:
    whole = list(cut(blocks(talk)))
    assert len(whole) > 4
    parts = (talk[start : start + size] for start in range(0, talk.size, size))
    assert same(list(cut(parts)), whole)


def test_pieces_fit_the_recogniser_and_keep_their_order(talk: NDArray[np.int16]) -> None:
    pieces = list(cut(blocks(talk)))
    assert all(piece.samples.size <= LONGEST_S * SAMPLE_RATE for piece in pieces)
    assert all(a.end_s <= b.start_s + 1e-6 for a, b in pairwise(pieces))
    for piece in pieces:
        for start_s, stretch in zip(piece.starts_s, piece.stretches, strict=True):
            first = round(start_s * SAMPLE_RATE)
            assert np.array_equal(stretch, talk[first : first + stretch.size])


def test_silence_is_left_out_and_speech_is_not(talk: NDArray[np.int16]) -> None:
    kept = np.zeros(talk.size, bool)
    for piece in cut(blocks(talk)):
        for start_s, stretch in zip(piece.starts_s, piece.stretches, strict=True):
            first = round(start_s * SAMPLE_RATE)
            kept[first : first + stretch.size] = True
    assert not kept[122 * SAMPLE_RATE : 148 * SAMPLE_RATE].any()
    loud = np.abs(talk.astype(np.int32)) > 2_000
    assert kept[loud].mean() > 0.995


def test_the_rest_can_be_asked_for_at_any_time(talk: NDArray[np.int16]) -> None:
    asked, left_alone = Cutter(), Cutter()
    found: list[Piece] = []
    for block in blocks(talk[: 60 * SAMPLE_RATE + 3_000]):
        given = list(asked.feed(block))
        assert same(given, list(left_alone.feed(block)))
        found += given
        rest = list(asked.rest())
    assert same(rest, list(left_alone.finish()))
    assert same(rest, list(asked.finish()))
    assert not list(asked.finish())


def test_a_cutter_can_begin_in_the_middle(talk: NDArray[np.int16]) -> None:
    pieces = list(cut(blocks(talk)))
    start_s = pieces[1].end_s
    cutter = Cutter(start_s)
    rest = talk[round(start_s * SAMPLE_RATE) :]
    later = [*cutter.feed(rest), *cutter.finish()]
    assert later[0].start_s == pytest.approx(pieces[2].start_s, abs=0.2)
    assert later[-1].end_s == pytest.approx(pieces[-1].end_s, abs=0.2)


def test_nobody_speaks() -> None:
    hum = (np.random.default_rng(0).normal(0, 30, 60 * SAMPLE_RATE)).astype(np.int16)
    assert not list(cut(blocks(hum)))
    assert not list(cut([]))
    assert not list(cut([np.zeros(10, np.int16)]))


def test_moments_go_back_to_the_recording() -> None:
    piece = Piece((10.0, 20.0), (np.zeros(16_000, np.int16), np.zeros(32_000, np.int16)))
    assert [piece.shift_s(moment) for moment in (0.0, 0.9, 1.0, 2.9, 5.0)] == [10, 10, 19, 19, 19]
    assert (piece.start_s, piece.end_s) == (10.0, 22.0)
