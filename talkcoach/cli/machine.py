"""`doctor` and `completion`: this machine, and the shell on it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from talkcoach.cli.output import console, emit_json, json_option


@click.command(
    epilog="""\b
Examples:
  talkcoach doctor
  talkcoach doctor --json"""
)
@json_option
def doctor(as_json: bool) -> None:
    """Look at everything that talkcoach needs here, with the fix beside each problem.

    Exits with 1 when nothing could be listened to, and with 0 otherwise. Nothing is sent anywhere.
    """
    from talkcoach.doctor import examine
    from talkcoach.recording.hush import hushed

    columns, lines = os.get_terminal_size() if sys.stdout.isatty() else (0, 0)
    with hushed():
        findings = list(examine(Path(), columns, lines))
    if as_json:
        emit_json([finding.document() for finding in findings])
    else:
        from talkcoach.terminal.doctor import findings_view

        console().print(findings_view(findings))
    if any(finding.state == "broken" for finding in findings):
        raise SystemExit(1)


@click.command(
    epilog="""\b
Examples:
  talkcoach completion bash > ~/.local/share/bash-completion/completions/talkcoach
  talkcoach completion zsh > ~/.zfunc/_talkcoach      (with fpath+=~/.zfunc in .zshrc)
  talkcoach completion fish > ~/.config/fish/completions/talkcoach.fish"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands, options, files, runs and sections in SHELL."""
    from click.shell_completion import get_completion_class

    from talkcoach.cli import cli

    found = get_completion_class(shell)
    assert found is not None  # the three are click's own
    click.echo(found(cli, {}, "talkcoach", "_TALKCOACH_COMPLETE").source())
