"""The command line as a whole: help, start-up, usage errors and exit codes."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from talkcoach.cli import COMMANDS, SUMMARIES, cli

HEAVY = ("numpy", "pydantic", "rich", "yaml", "pptx", "av", "faster_whisper", "ctranslate2")


def talkcoach(*args: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "talkcoach", *args],
        capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=120, **options,
    )  # fmt: skip


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['talkcoach', '--help']\n"
        "from talkcoach.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print('LOADED', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "LOADED []" in result.stdout, result.stderr


def test_every_command_is_listed_with_a_summary() -> None:
    output = talkcoach("--help").stdout
    assert set(SUMMARIES) == set(COMMANDS)
    assert all(f"  {name} " in output for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    with click.Context(command, info_name=f"talkcoach {name}") as context:
        text = command.get_help(context)
    assert f"talkcoach {name}" in text.split("Example", 1)[1]


def test_a_misspelt_command_is_a_usage_error_with_a_suggestion() -> None:
    result = talkcoach("chekc")
    assert result.returncode == 2
    assert "Did you mean 'check'?" in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["check", "nowhere.yaml"],
        ["deck", "nowhere.yaml"],
        ["report", "nowhere.yaml"],
        ["runs", "nowhere.yaml"],
        ["compare", "nowhere.yaml"],
        ["import", "nowhere.yaml", "voice.ogg"],
        ["analyze", "nowhere.yaml", "--transcript", "words.json"],
        ["analyze", "nowhere.yaml"],
    ],
)
def test_wrong_input_gives_a_message_and_exit_code_2(args: list[str]) -> None:
    result = talkcoach(*args)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr.strip()


def test_a_closed_pipe_ends_quietly() -> None:
    code = (
        "import subprocess, sys\n"
        "p = subprocess.Popen([sys.executable, '-m', 'talkcoach', 'schema'],"
        " stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
        "p.stdout.close(); err = p.stderr.read(); p.wait()\n"
        "print(p.returncode, err)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stdout.strip() == "1 b''"  # click's way, as `head` leaves it
