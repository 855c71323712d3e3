"""What talkcoach is given that it cannot use, and what it says: the table in docs/bad-input.md."""

from __future__ import annotations

import io
import json
import os
import shutil
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from reports import make_report

SAMPLES = Path(__file__).parent.parent / "samples"
RATE = 16_000
WORDS = {"duration": 6.0, "words": [{"start": 0.5 * n, "end": 0.5 * n + 0.4, "text": f"word{n}"}
                                    for n in range(10)]}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the table, and how it is tried."""

    command: str
    """What is typed behind `talkcoach`, in a folder that holds `talk.yaml`."""
    given: str
    code: int
    says: str
    """A part of the message; for exit code 0, of the note."""
    make: Callable[[Path], object] = lambda folder: None
    """Puts the bad thing into the folder."""


def text(name: str, content: str | bytes) -> Callable[[Path], object]:
    data = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / name).write_bytes(data)


def sound(
    name: str, codec: str = "pcm_s16le", seconds: float = 6.0, rate: int = RATE,
    layout: str = "mono",
    level: float = 3_000.0, keep: float = 1.0,
) -> Callable[[Path], object]:  # fmt: skip
    """A tone that comes and goes, of which the first `keep` is left."""

    def make(folder: Path) -> None:
        time_s = np.arange(round(seconds * rate)) / rate
        tone = level * np.sin(2 * np.pi * 220 * time_s) * (np.sin(2 * np.pi * time_s) > 0)
        channels = 2 if layout == "stereo" else 1
        samples = np.repeat(tone.astype(np.int16), channels)[np.newaxis, :]
        with av.open(str(folder / name), "w") as container:
            stream = container.add_stream(codec, rate=rate, layout=layout)
            frame = av.AudioFrame.from_ndarray(samples, "s16", layout)
            frame.sample_rate = rate
            container.mux([*stream.encode(frame), *stream.encode(None)])
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: round(len(data) * keep)])

    return make


def film(name: str, with_sound: bool) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        with av.open(str(folder / name), "w") as container:
            video = container.add_stream("mpeg4", rate=10)
            video.width, video.height, video.pix_fmt = 32, 32, "yuv420p"
            audio = container.add_stream("aac", rate=RATE, layout="mono") if with_sound else None
            for _ in range(60):
                frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), "rgb24")
                container.mux(video.encode(frame))
            if audio is not None:
                tone = (3_000 * np.sin(np.arange(6 * RATE) / 10)).astype(np.int16)[np.newaxis, :]
                heard = av.AudioFrame.from_ndarray(tone, "s16", "mono")
                heard.sample_rate = RATE
                container.mux([*audio.encode(heard), *audio.encode(None)])
            container.mux(video.encode(None))

    return make


def wild_header(folder: Path) -> None:
    fmt = struct.pack("<HHIIHH", 1, 1, 1_900_000_000, 3_800_000_000, 2, 16)
    data = b"\0" * 32_000
    body = b"WAVEfmt " + struct.pack("<I", 16) + fmt + b"data" + struct.pack("<I", 32_000) + data
    (folder / "wild.wav").write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def run(report: str | None = None, **files: str) -> Callable[[Path], object]:
    """A stored run, with the files given; `report` stands for a good one."""

    def make(folder: Path) -> None:
        home = folder / "rehearsals" / "talk" / "2026-03-04T10-00-00"
        home.mkdir(parents=True)
        good = make_report(run_id=home.name).model_dump_json()
        (home / "report.json").write_text(good if report is None else report, encoding="utf-8")
        shutil.copyfile(SAMPLES / "talk.yaml", home / "outline.yaml")
        for name, content in files.items():
            (home / name.replace("_", ".")).write_text(content, encoding="utf-8")

    return make


def both(*makers: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda folder: [make(folder) for make in makers]


def package(name: str, **parts: bytes) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for part, content in parts.items():
                target.writestr(part, content)
        (folder / name).write_bytes(packed.getvalue())

    return make


def deck(name: str, old: str = "", new: str = "", without: str = "") -> Callable[[Path], object]:
    """A real deck in which a text is another one, and a part is missing."""

    def make(folder: Path) -> None:
        import pptx

        raw = io.BytesIO()
        slides = pptx.Presentation()
        slides.slides.add_slide(slides.slide_layouts[0])
        slides.save(raw)
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(folder / name, "w") as target:
            for part in source.namelist():
                content = source.read(part)
                if part != without:
                    target.writestr(part, content.replace(old.encode(), new.encode()))

    return make


PRESENTATION = "presentationml.presentation.main"
IMPORT = "import talk.yaml {} --transcript words.json"
ANALYZE = "analyze talk.yaml {} --transcript words.json"
HEAR = "analyze talk.yaml --transcript {}"

ROWS = (
    # outlines
    Row("check nowhere.yaml", "no such file", 2, "there is no file nowhere.yaml"),
    Row("check .", "a folder", 2, "is a folder"),
    Row("check o.yaml", "an empty file", 2, "is empty", text("o.yaml", "")),
    Row("check o.yaml", "a picture", 2, "o.yaml:1:1", text("o.yaml", b"\x89PNG\r\n\x1a\n\0\0")),
    Row("check o.yaml", "UTF-16", 2, "o.yaml", text("o.yaml", "title: A".encode("utf-16"))),
    Row("check o.yaml", "no mapping", 2, "o.yaml:1:1", text("o.yaml", "- a\n- b\n")),
    Row("check o.yaml", "an unclosed quote", 2, "o.yaml:1:", text("o.yaml", 'title: "A\n')),
    Row("check o.yaml", "a misspelt key", 2, "did you mean 'title'",
        text("o.yaml", "titel: A\nduration: 5 min\npapers: [{title: B}]\n")),
    Row("check o.yaml", "an unknown key among backup slides", 2, "unknown key",
        text("o.yaml", "title: A\nduration: 5 min\npapers: [{title: B}]\nbackup: {pages: 1}\n")),
    Row("check o.yaml", "more budget than time", 2, "o.yaml:",
        text("o.yaml", "title: A\nduration: 5 min\npapers: [{title: B, budget: 9 min}]\n")),
    Row("check o.yaml", "aliases that multiply", 2, "o.yaml:",
        text("o.yaml", "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n"
            for n in range(9)))),
    Row("check o.yaml", "a file of 12 MB", 2, "o.yaml", text("o.yaml", "# " + "x" * 12_000_000)),
    Row("check -- -o.yaml", "a name that begins with a dash, and is missing", 2, "-o.yaml"),
    # recordings
    Row(ANALYZE.format("nowhere.wav"), "no such file", 2, "there is no such file"),
    Row(ANALYZE.format("."), "a folder", 2, "is a folder"),
    Row(ANALYZE.format("a.wav"), "an empty file", 2, "is empty", text("a.wav", "")),
    Row(ANALYZE.format("a.wav"), "20 ms of sound", 2, "20 ms long", sound("a.wav", seconds=0.02)),
    Row(ANALYZE.format("a.wav"), "a text with another name", 2, "no audio or video",
        text("a.wav", "What I said.\n" * 99)),
    Row(ANALYZE.format("a.m3u8"), "a playlist that names an address", 2, "no audio or video",
        text("a.m3u8", "#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")),
    Row(ANALYZE.format("a.m3u8"), "a playlist of a file that is here", 2, "is a playlist",
        both(sound("b.ts", "mp2"),
             text("a.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nb.ts\n"
                            "#EXT-X-ENDLIST\n"))),
    Row(ANALYZE.format("pipe.wav"), "a pipe", 2, "no ordinary file",
        lambda folder: os.mkfifo(folder / "pipe.wav")),
    Row(ANALYZE.format("a.srt"), "a transcript in its place", 2, "give it with --transcript",
        text("a.srt", "1\n00:00:00,000 --> 00:00:01,000\nHello\n")),
    Row(ANALYZE.format("a.mp4"), "a film without sound", 2, "has no sound in it",
        film("a.mp4", with_sound=False)),
    Row(ANALYZE.format("wild.wav"), "a header with 1.9 GHz", 2, "a sample rate of", wild_header),
    Row(ANALYZE.format("a.wav"), "half a WAV file", 0, "breaks off", sound("a.wav", keep=0.5)),
    Row(ANALYZE.format("a.flac"), "half a FLAC file", 0, "breaks off",
        sound("a.flac", "flac", keep=0.5)),
    Row(ANALYZE.format("a.ogg"), "half an Ogg file", 0, "breaks off",
        sound("a.ogg", "libopus", keep=0.5)),
    Row(ANALYZE.format("a.wav"), "silence", 0, "is silent", sound("a.wav", level=0.0)),
    Row(ANALYZE.format("a.wav"), "stereo at 96 kHz", 0, "",
        sound("a.wav", rate=96_000, layout="stereo")),
    Row(ANALYZE.format("a.wav"), "a telephone's 8 kHz", 0, "", sound("a.wav", rate=8_000)),
    Row(IMPORT.format("a.mp4"), "a film with sound", 0, "Filed as run",
        film("a.mp4", with_sound=True)),
    # transcripts of other tools
    Row(HEAR.format("t.json"), "no JSON", 2, "t.json", text("t.json", "{")),
    Row(HEAR.format("t.json"), "JSON of something else", 2, "t.json", text("t.json", "[1, 2]")),
    Row(HEAR.format("t.json"), "a time that is no number", 2, "t.json",
        text("t.json", json.dumps({"words": [{"start": "x", "end": 1, "text": "a"}]}))),
    Row(HEAR.format("t.srt"), "subtitles without times", 2, "t.srt", text("t.srt", "Hello\nyou\n")),
    Row(HEAR.format("t.json"), "a transcript without a word", 0, "No speech was found",
        text("t.json", json.dumps({"duration": 9.0, "words": []}))),
    Row(HEAR.format("t.srt"), "a hundred thousand words and one", 2, "that is no talk",
        text("t.srt", "1\n00:00:00,000 --> 09:00:00,000\n" + "word " * 100_001)),
    # decks
    Row("deck talk.yaml -o d.pptx", "no PowerPoint file", 2, "is not a PowerPoint file",
        text("d.pptx", "slides")),
    Row("deck talk.yaml -o d.pptx", "an encrypted deck", 2, "is encrypted",
        text("d.pptx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)),
    Row("deck talk.yaml -o d.pptx", "a zip that is no deck", 2, "not a PowerPoint presentation",
        package("d.pptx", a=b"b")),
    Row("deck talk.yaml -o d.pptx", "a zip that unpacks to 600 MB", 2, "would unpack to",
        package("d.pptx", a=bytes(600_000_000))),
    Row("deck talk.yaml -o d.pptx", "a deck with macros", 2, "holds macros",
        deck("d.pptx", f"vnd.openxmlformats-officedocument.{PRESENTATION}",
             "vnd.ms-powerpoint.presentation.macroEnabled.main")),
    Row("deck talk.yaml -o d.pptx", "a template", 2, "is a template or a show",
        deck("d.pptx", PRESENTATION, PRESENTATION.replace(".presentation", ".template"))),
    Row("deck talk.yaml -o d.pptx", "a deck that lacks its theme", 2, "d.pptx",
        deck("d.pptx", without="ppt/theme/theme1.xml")),
    Row("new o.yaml --from d.pptx", "a deck that lacks a slide", 2, "d.pptx",
        deck("d.pptx", without="ppt/slides/slide1.xml")),
    Row("deck talk.yaml --template t.pptx", "a template that lacks its layouts", 2, "t.pptx",
        deck("t.pptx", "slideLayout", "slideLaxout")),
    Row("deck talk.yaml -o d.pdf", "another kind of file", 2, "a deck is a .pptx file"),
    Row("deck talk.yaml -o nowhere/d.pptx", "a folder that is not there", 2, "there is no folder"),
    # runs
    Row("report talk.yaml", "no run yet", 2, "has no runs yet"),
    Row("report talk.yaml 2027", "a run that is not there", 2, "2027", run()),
    Row("report talk.yaml last~4", "fewer runs than that", 2, "1 run", run()),
    Row("report talk.yaml", "a report that breaks off", 2, "the report is damaged", run("{")),
    Row("report talk.yaml", "a report of a later version", 2, "newer talkcoach",
        run('{"schema": 99}')),
    Row("report talk.yaml", "a report with a number that is none", 2, "the report is damaged",
        run(make_report().model_dump_json().replace("1200.0", "NaN"))),
    Row("mark talk.yaml last", "a mark at a time that no recording has", 2, "events.jsonl:1",
        run(events_jsonl='{"event": "mark", "section": "waiting", "at_s": 1e999}\n')),
    Row("report talk.yaml --html", "a transcript that breaks off", 2, "transcript.json",
        run(transcript_json="{")),
    Row("mark talk.yaml last waiting=1:00", "a run without its words", 2, "its words are gone",
        run()),
    Row("mark talk.yaml last waiting=later", "a time that is none", 2, "is no duration", run()),
    Row("mark talk.yaml last roofs=1:00", "a section that is none", 2, "roofs", run()),
    Row("mark talk.yaml last waiting=1:00", "a run in which nothing was said", 2,
        "no word was heard", run(transcript_json='{"duration": 9.0, "words": []}')),
    Row("compare talk.yaml", "one run only", 2, "two runs are needed", run()),
    Row("export talk.yaml --format srt", "a run without its words", 2, "has no words", run()),
    Row("export talk.yaml --format clips -o c", "a run without its recording", 2,
        "has no recording", run()),
    Row("export talk.yaml --format csv", "a run without its words", 0, "Data quality", run()),
    Row("report talk.yaml --html", "a run whose recording is damaged", 2, "--no-audio",
        run(audio_wav="RIFF and no more")),
    Row("runs delete talk.yaml last", "no terminal to ask in", 2, "add --yes", run()),
    # what is written
    Row("report talk.yaml --html page.txt", "a page that is no .html", 2, "ends in .html", run()),
    Row("report talk.yaml --plot p.gif", "a picture that is no PNG or SVG", 2, "ends in .png",
        run()),
    Row("report talk.yaml --html talk.yaml/p.html", "a file for a folder", 2, "there is no folder",
        run()),
    Row("new talk.yaml --papers 2", "an outline that is there", 2, "is already there"),
    Row("new . --papers 2", "a folder", 2, "is a folder"),
    Row("new talk.yaml/o.yaml --papers 2", "a file for a folder", 2, "is no folder"),
    Row("demo talk.yaml/tryout", "a file for a folder", 2, "is no folder"),
    Row("new talkcoach.schema.json --papers 2", "the schema's name", 2, "where the outline's"),
    Row("export talk.yaml --format csv -o .", "a folder", 2, "name a file",
        run(transcript_json=json.dumps(WORDS))),
    # usage
    Row("chekc talk.yaml", "a misspelt command", 2, "Did you mean 'check'?"),
    Row("check talk.yaml --jsno", "a misspelt option", 2, "--json"),
    Row("new o.yaml --duration 900000h", "a talk of a century", 2, "is no talk's length"),
    Row("analyze talk.yaml", "neither recording nor transcript", 2, "give a recording"),
    Row(ANALYZE.format("a.wav") + " --only roofs", "a section that is none", 2, "roofs",
        sound("a.wav")),
    Row("analyze talk.yaml a.wav --model large-v1", "a model that is not here", 1,
        "talkcoach models get large-v1", sound("a.wav")),
    Row("analyze talk.yaml a.wav --model huge.en", "a model that is none", 2, "huge.en",
        sound("a.wav")),
)  # fmt: skip


def table() -> str:
    """The rows in Markdown."""
    lines = ["| `talkcoach ...` | given | exit | says |", "|---|---|---|---|"]
    for row in ROWS:
        said = f"... {row.says} ..." if row.says else "(nothing: it is read)"
        lines.append(f"| `{row.command}` | {row.given} | {row.code} | {said} |")
    return "\n".join(lines) + "\n"
