"""The speech models as a table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from talkcoach.speech.models import Model


def models_table(models: Sequence[Model]) -> Table:
    """A row for each model on this machine; the first one is used unless another is named."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("model")
    table.add_column("languages")
    table.add_column("size", justify="right")
    table.add_column("where")
    for model in models:
        table.add_row(
            model.name,
            "English" if model.english_only else "many",
            f"{model.size_bytes / 1e6:.0f} MB",
            model.place,
        )
    return table
