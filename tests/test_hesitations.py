"""Hesitations found in sound: made by source and filter here, and spoken in the samples."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from room import blocks

from talkcoach.analysis.hesitations import find_hesitations
from talkcoach.speech.audio import decode
from talkcoach.speech.levels import SAMPLE_RATE, measure_levels
from talkcoach.speech.transcript import Word
from talkcoach.speech.voicing import BAND_HZ, N_BANDS, VoiceTrack, measure_voice

SAMPLES = Path(__file__).parent.parent / "samples"
DATA = Path(__file__).parent / "data"
SPOKEN_S = (1.8, 11.7, 54.9, 95.9, 139.8)
"""Where run1 hesitates: "everyone, um", "Which, uh", "is, um", "for, um", "Uh, I actually"."""

FORMANTS_HZ = {
    "a": (750, 1250, 2500),
    "e": (450, 1900, 2550),
    "i": (290, 2250, 2900),
    "o": (450, 850, 2400),
    "u": (310, 870, 2250),
    "uh": (620, 1200, 2550),
    "m": (260, 1000, 2200),
}
"""A man's average formants; those of women and children are higher by a factor."""


def voice_in(samples: NDArray[np.int16]) -> VoiceTrack:
    """What `measure_voice` makes of samples, (n,), in one block."""
    return measure_voice([samples], measure_levels(samples))


def speak(sounds: Sequence[tuple[str, float]], pitch_hz: float, size: float) -> NDArray[np.float64]:
    """Sounds and seconds as one voice: pulses through resonances; `size` scales the formants."""
    pieces = []
    for sound, seconds in sounds:
        n = round(seconds * SAMPLE_RATE)
        time_s = np.arange(n) / SAMPLE_RATE
        harmonics = np.arange(1, int(5_000 / pitch_hz)) * pitch_hz
        gain = sum(
            weight / (1 + ((harmonics - size * formant) / 90) ** 2)
            for formant, weight in zip(FORMANTS_HZ[sound], (1.0, 0.6, 0.3), strict=True)
        )
        if sound == "m":
            gain = gain * np.where(harmonics < 400 * size, 1.0, 0.05)
        tones = np.sin(2 * np.pi * harmonics[:, None] * time_s + harmonics[:, None] ** 2)
        pieces.append(np.asarray(gain) / harmonics**0.3 @ tones)
    voice = np.concatenate(pieces)
    fade = np.minimum(1.0, np.minimum(np.arange(voice.size), np.arange(voice.size)[::-1]) / 320)
    return np.asarray(voice * fade / np.sqrt(np.mean(voice**2)))


Part = tuple[str, str]
"""What a recogniser writes, and what is spoken; nothing is written for what it leaves out."""

SENTENCES: list[Part] = [
    ("the reading was low", "aeioaue"),
    ("people waited outside", "eiouaei"),
    ("for hours and hours", "oauae"),
    ("nobody had a clue", "oaiaeu"),
    ("they left again", "eeaei"),
    ("most of them never returned", "oaeeueo"),
]


def perform(
    parts: Sequence[Part], pitch_hz: float = 120.0, size: float = 1.0
) -> tuple[NDArray[np.int16], list[Word], list[float]]:
    """A recording of the parts with silences of 0.3 s, its words, and where nothing was written."""
    pieces = [np.zeros(SAMPLE_RATE // 2)]
    words: list[Word] = []
    left_out_s = []
    for text, spoken in parts:
        at_s = sum(piece.size for piece in pieces) / SAMPLE_RATE
        if spoken in ("uh", "um"):
            sounds = [("uh", 0.2), ("m", 0.15)] if spoken == "um" else [("uh", 0.3)]
        else:
            sounds = [(sound, 0.2) for sound in spoken]
        voice = speak(sounds, pitch_hz, size)
        if text:
            step_s = voice.size / SAMPLE_RATE / len(text)
            for word in text.split():
                start_s = at_s + text.index(word) * step_s
                words.append(Word(start_s, start_s + len(word) * step_s, word))
        else:
            left_out_s.append(at_s)
        pieces += [voice, np.zeros(round(0.3 * SAMPLE_RATE))]
    sound = np.concatenate(pieces) * 2_000
    sound += np.random.default_rng(1).normal(size=sound.size) * 8
    return sound.astype(np.int16), words, left_out_s


VOICES = [(95.0, 0.95), (120.0, 1.0), (210.0, 1.17), (260.0, 1.25)]
"""Pitch and formants of a deep voice, two usual ones and a child's."""


@pytest.mark.parametrize(("pitch_hz", "size"), VOICES)
class TestAnyVoice:
    def test_what_the_recogniser_left_out_is_found_where_it_was_said(
        self, pitch_hz: float, size: float
    ) -> None:
        parts = [SENTENCES[0], ("", "uh"), *SENTENCES[1:4], ("", "um"), *SENTENCES[4:]]
        samples, words, left_out_s = perform(parts * 3, pitch_hz, size)
        found = find_hesitations(voice_in(samples), words)
        assert [filler.time_s for filler in found] == pytest.approx(left_out_s, abs=0.05)

    def test_fluent_speech_has_none(self, pitch_hz: float, size: float) -> None:
        samples, words, _ = perform(SENTENCES * 3, pitch_hz, size)
        assert find_hesitations(voice_in(samples), words) == ()


def test_um_and_uh_are_told_apart_by_the_nose() -> None:
    samples, words, _ = perform([*SENTENCES, ("", "um"), *SENTENCES, ("", "uh"), *SENTENCES])
    assert [f.word for f in find_hesitations(voice_in(samples), words)] == ["um", "uh"]


def test_what_the_transcript_has_is_not_found_again() -> None:
    samples, words, _ = perform([*SENTENCES, ("um,", "um"), *SENTENCES])
    assert find_hesitations(voice_in(samples), words) == ()


def test_one_that_the_recogniser_wrote_down_late_is_not_found_again() -> None:
    parts = [*SENTENCES, ("um,", "um"), *SENTENCES]
    samples, words, _ = perform(parts)
    late = [Word(w.end + 0.4, w.end + 0.4, w.text) if w.text == "um," else w for w in words]
    assert find_hesitations(voice_in(samples), late) == ()


@pytest.mark.parametrize("vowel", ["i", "e", "u"])
def test_a_short_word_that_the_recogniser_missed_is_no_hesitation(vowel: str) -> None:
    samples, words, _ = perform([*SENTENCES, ("", vowel), *SENTENCES])
    assert find_hesitations(voice_in(samples), words) == ()


def test_a_transcript_of_something_else_gives_none() -> None:
    samples, words, _ = perform([("", "uh"), *[("", spoken) for _, spoken in SENTENCES]] * 3)
    assert find_hesitations(voice_in(samples), [Word(0.6, 0.9, "hello"), *words]) == ()


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(100), np.zeros(32_000)])
def test_silence_and_nothing_have_none(samples: NDArray[np.float64]) -> None:
    voice = voice_in(samples.astype(np.int16))
    assert find_hesitations(voice, [Word(0.0, 0.5, "hello")]) == ()
    assert find_hesitations(voice, []) == ()


class TestVoice:
    @pytest.mark.parametrize("pitch_hz", [80.0, 120.0, 220.0, 350.0])
    def test_the_pitch_of_a_vowel_is_measured(self, pitch_hz: float) -> None:
        sound = (speak([("a", 1.0)], pitch_hz, 1.0) * 3_000).astype(np.int16)
        voice = voice_in(sound)
        assert float(np.median(voice.pitch_hz)) == pytest.approx(pitch_hz, rel=0.03)
        assert float(np.median(voice.voicing)) > 0.9

    def test_noise_has_no_tone(self) -> None:
        noise = np.random.default_rng(2).normal(size=SAMPLE_RATE) * 3_000
        assert float(np.median(voice_in(noise.astype(np.int16)).voicing)) < 0.5

    def test_a_tone_is_strongest_in_its_band(self) -> None:
        for band in range(2, N_BANDS):
            tone = np.sin(2 * np.pi * BAND_HZ[band] * np.arange(SAMPLE_RATE) / SAMPLE_RATE) * 9_000
            bands_db = voice_in(tone.astype(np.int16)).bands_db
            assert int(bands_db[25].argmax()) == band

    def test_blocks_leave_no_seams(self) -> None:
        noise = (np.random.default_rng(3).normal(size=20 * SAMPLE_RATE) * 500).astype(np.int16)
        whole, part = voice_in(noise), voice_in(noise[3 * SAMPLE_RATE :])
        np.testing.assert_allclose(whole.bands_db[200:], part.bands_db[50:], atol=1e-3)
        levels = measure_levels(noise)
        for seconds in (0.1, 10.0, 13.02):
            pieces = measure_voice(blocks(noise, seconds), levels)
            for name in ("voicing", "pitch_hz", "bands_db"):
                np.testing.assert_allclose(getattr(pieces, name), getattr(whole, name), atol=1e-3)


@cache
def rehearsal(run: str) -> tuple[VoiceTrack, tuple[float, float], int]:
    """The voice, the stretch it is in, and how many fillers its script has."""
    truth = json.loads((SAMPLES / f"{run}.truth.json").read_text(encoding="utf-8"))
    voice = voice_in(decode(SAMPLES / f"{run}.ogg").read())
    sections = truth["sections"]
    return voice, (sections[0]["earliest"], sections[-1]["end"]), truth["fillers"]


@pytest.mark.parametrize("run", ["run1", "run2"])
def test_words_that_are_only_spread_over_a_rehearsal_give_no_false_wealth(run: str) -> None:
    """Without times of their own the words account for no sound; no more is claimed than spoken."""
    voice, (start_s, end_s), fillers = rehearsal(run)
    script = (SAMPLES / f"{run}.script.txt").read_text(encoding="utf-8")
    spoken = [line for line in script.splitlines() if line[:1] not in "#=-*"]
    texts = [text for line in spoken for text in line.split() if not text.startswith("[")]
    steps = np.linspace(start_s, end_s, len(texts) + 1)
    words = [Word(a, b, text) for a, b, text in zip(steps[:-1], steps[1:], texts, strict=True)]
    assert len(find_hesitations(voice, words)) <= fillers


def test_in_a_rehearsal_they_are_found_where_the_script_has_them() -> None:
    """The words are tiny.en's for the first 150 s of run1: it wrote none of the five."""
    lines = (DATA / "run1-words.txt").read_text(encoding="utf-8").splitlines()
    words = [Word(float(a), float(b), text) for a, b, text in (line.split() for line in lines)]
    samples = decode(SAMPLES / "run1.ogg").read()[: 150 * SAMPLE_RATE]
    found_s = [filler.time_s for filler in find_hesitations(voice_in(samples), words)]
    hits = [any(abs(f - spoken) < 0.2 for f in found_s) for spoken in SPOKEN_S]
    assert sum(hits) >= 4
    assert len(found_s) - sum(hits) <= 1
