"""The command line: parse, call, print. One module a subject, imported when its command is used."""

from __future__ import annotations

import errno
import os
import signal
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

import click

from talkcoach import __version__
from talkcoach.errors import OutlineError, TalkcoachError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "demo": "demo:demo",
    "new": "outlines:new",
    "check": "outlines:check",
    "schema": "outlines:schema",
    "deck": "decks:deck",
    "rehearse": "rehearsing:rehearse",
    "recover": "rehearsing:recover",
    "analyze": "listening:analyze",
    "import": "listening:import_",
    "report": "reports:report",
    "mark": "marks:mark",
    "runs": "reports:runs",
    "compare": "reports:compare",
    "export": "exporting:export",
    "models": "speech:models",
    "devices": "rehearsing:devices",
    "doctor": "machine:doctor",
    "completion": "machine:completion",
}
"""Command name -> `module:attribute` below this package, in the order of `--help`."""

INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for, so that start-up is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            import difflib  # a quarter of the start-up, for a rare mistake

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"There is no command '{args[0]}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


SUMMARIES = {
    "demo": "Run the whole job once on the shipped sample talk.",
    "new": "Write a commented starter outline.",
    "check": "Advice on an outline: theme, budgets, roadmap, slides.",
    "schema": "Print the outline's JSON Schema.",
    "deck": "Make the PowerPoint deck of an outline.",
    "rehearse": "Record a timed run and report on it.",
    "recover": "Finish runs that were interrupted.",
    "analyze": "Analyse a recording or transcript; nothing is stored.",
    "import": "File a recording as a run and report on it.",
    "report": "Show the report of a run.",
    "mark": "Correct by hand where a run's sections start.",
    "runs": "List, rename, annotate or delete runs.",
    "compare": "Compare the runs of an outline.",
    "export": "Write a run as subtitles, text, a table or clips.",
    "models": "List the speech models, or fetch one.",
    "devices": "List the microphones.",
    "doctor": "See what this machine lacks, and what to do about it.",
    "completion": "Print the script that completes commands in your shell.",
}
"""What `--help` says of each command, kept here so that the list needs no imports."""


class TalkcoachGroup(LazyGroup):
    """Lists commands from `SUMMARIES` and turns errors into one message and an exit code."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands and options, without importing a command for its help."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(name, help=SUMMARIES[name])
            for name in COMMANDS
            if name.startswith(incomplete)
        ]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in COMMANDS])


@click.group(
    cls=TalkcoachGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with 'talkcoach demo', or with 'talkcoach new talk.yaml'.",
)
@click.version_option(__version__, prog_name="talkcoach")
def cli() -> None:
    """Get ready for the talk that matters: plan it as one theme, rehearse it, and see where the
    time went and which roadmap transitions were never spoken. Nothing leaves this machine."""


def main() -> NoReturn:
    """Run the command line; the only place where errors become messages and exit codes."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115  closed by whoever started us
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    signal.signal(signal.SIGTERM, _terminate)  # so that drafts are cleaned up
    for stream in (sys.stdout, sys.stderr):  # a pipe that cannot hold a character gets a "?"
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = cli.main(prog_name="talkcoach", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except OutlineError as error:  # bare lines, so that editors find file:line:column
        click.echo(f"{error}\ntalkcoach: {_count(len(error.problems))}", err=True)
        sys.exit(error.exit_code)
    except TalkcoachError as error:
        _complain(str(error))
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted")
        sys.exit(INTERRUPTED)
    except OSError as error:  # a full disk, a missing permission: not ours to mend
        _complain(_environment(error))
        sys.exit(2 if error.errno == errno.ENAMETOOLONG else 1)


def _terminate(number: int, frame: object) -> NoReturn:
    sys.exit(128 + number)


def _environment(error: OSError) -> str:
    """What the system refused, as one line."""
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def _complain(message: str) -> None:
    click.echo(f"talkcoach: {message}", err=True)


def _count(problems: int) -> str:
    return "1 problem in the outline" if problems == 1 else f"{problems} problems in the outline"
