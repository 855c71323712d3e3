"""The microphones as a table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from talkcoach.recording.microphone import InputDevice
from talkcoach.terminal.text import user_text


def devices_table(devices: Sequence[InputDevice]) -> Table:
    """A row for each microphone, with the number that `--device` takes."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("no.", justify="right")
    table.add_column("microphone", overflow="fold")
    table.add_column("system")
    table.add_column("rate", justify="right")
    table.add_column("")
    for device in devices:
        table.add_row(
            str(device.index),
            user_text(device.name, limit=60),
            Text(device.driver),
            f"{device.rate_hz / 1000:g} kHz",
            "default" if device.is_default else "",
        )
    return table
