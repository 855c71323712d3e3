"""`talkcoach deck` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pptx
import pytest
from click.testing import CliRunner, Result

from talkcoach.cli import cli
from talkcoach.errors import InputError

OUTLINE = """\
title: "My talk"
duration: 40 min
theme: "How do we make models dependable?"
opening: {budget: 5 min}
closing: {budget: 5 min}
papers:
  - {title: "PrefAudit: measuring labels", link: "It starts with the data", budget: 10 min}
  - {title: "DriftLine: rewards that hold", takeaway: "Rewards drift"}
"""


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    path = tmp_path / "talk.yaml"
    path.write_text(OUTLINE, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["deck", *map(str, arguments)], catch_exceptions=False)


class TestDeckCommand:
    def test_the_deck_stands_beside_the_outline(self, outline: Path) -> None:
        result = run(outline)
        assert result.exit_code == 0
        assert "talk.pptx: 9 slides, 3 of them roadmaps" in result.stdout
        assert len(pptx.Presentation(outline.with_suffix(".pptx")).slides) == 9

    def test_it_says_when_each_section_is_due(self, outline: Path) -> None:
        rows = [line.split() for line in run(outline).stdout.splitlines()]
        assert ["PrefAudit", "2", "5:00-15:00"] in rows
        assert ["DriftLine", "3", "15:00-35:00"] in rows

    def test_it_says_where_the_deck_that_was_there_is_kept(self, outline: Path) -> None:
        run(outline)
        before = outline.with_suffix(".pptx").read_bytes()
        outline.write_text(OUTLINE.replace("My talk", "Our talk"), encoding="utf-8")
        result = run(outline)
        assert "kept as" in result.stderr
        assert outline.with_name("talk.backup-1.pptx").read_bytes() == before

    def test_json_is_the_only_thing_on_stdout(self, outline: Path, tmp_path: Path) -> None:
        target = tmp_path / "other.pptx"
        assert json.loads(run(outline, "-o", target, "--json").stdout)["backup"] is None
        outline.write_text(OUTLINE.replace("My talk", "Our talk"), encoding="utf-8")
        document = json.loads(run(outline, "-o", target, "--json").stdout)
        assert document["path"] == str(target)
        assert document["backup"] == str(tmp_path / "other.backup-1.pptx")
        assert {"kind": "updated", "key": "title", "title": "Our talk", "detail": "title"} in (
            document["changes"]
        )
        assert [slide["key"] for slide in document["slides"]][:3] == [
            "title",
            "theme",
            "roadmap/prefaudit",
        ]
        assert document["slides"][-1]["end_s"] == 2400

    def test_a_template_that_is_none_is_an_input_error(self, outline: Path) -> None:
        with pytest.raises(InputError, match=r"not a PowerPoint file"):
            run(outline, "--template", outline)
        assert not outline.with_suffix(".pptx").exists()
