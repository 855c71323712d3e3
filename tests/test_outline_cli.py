"""`new`, `check` and `schema` as they are typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.cli import cli
from talkcoach.errors import InputError, OutlineError
from talkcoach.outline.advice import advise
from talkcoach.outline.load import load_outline, parse_outline
from talkcoach.outline.schema import outline_schema
from talkcoach.outline.starter import Basics, starter

BASICS = Basics(title="T", duration_s=2700, papers=3)


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], catch_exceptions=False)


VISIBLE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60)


class TestNew:
    def test_writes_an_outline_that_lacks_only_the_users_words(self, tmp_path: Path) -> None:
        path = tmp_path / "talk.yaml"
        run("new", path, "--papers", "4", "--duration", "50m", "--title", 'On "x": y')
        outline = load_outline(path)
        assert (outline.title, outline.duration, len(outline.papers)) == ('On "x": y', 3000, 4)
        assert sum(section.budget_s for section in outline.sections()) == 3000
        left = {(item.path[0], item.path[-1]) for item in advise(outline)}
        assert left == {("theme", "theme"), ("papers", "title")}  # the starter's own words

    def test_the_first_line_points_editors_to_the_schema_beside_it(self, tmp_path: Path) -> None:
        path = tmp_path / "talk.yaml"
        run("new", path)
        first = path.read_text(encoding="utf-8").splitlines()[0]
        name = first.removeprefix("# yaml-language-server: $schema=")
        schema = json.loads((tmp_path / name).read_text(encoding="utf-8"))
        assert schema == outline_schema()

    def test_never_overwrites_an_outline(self, tmp_path: Path) -> None:
        path = tmp_path / "talk.yaml"
        path.write_text("mine", encoding="utf-8")
        with pytest.raises(InputError, match="already there"):
            run("new", path)
        assert path.read_text(encoding="utf-8") == "mine"

    def test_force_keeps_each_old_outline_as_a_backup(self, tmp_path: Path) -> None:
        path = tmp_path / "talk.yaml"
        path.write_text("mine", encoding="utf-8")
        run("new", path, "--force")
        run("new", path, "--force", "--papers", "2")
        assert (tmp_path / "talk.backup-1.yaml").read_text(encoding="utf-8") == "mine"
        assert len(load_outline(tmp_path / "talk.backup-2.yaml").papers) == 3
        assert len(load_outline(path).papers) == 2

    @settings(max_examples=10, deadline=None)
    @given(st.integers(60, 86_400), st.integers(1, 8), VISIBLE, VISIBLE)
    def test_every_starter_loads_and_fills_the_time(
        self, duration_s: int, papers: int, title: str, theme: str
    ) -> None:
        basics = Basics(title, duration_s, papers, speaker=title, theme=theme)
        outline = parse_outline(starter(basics))
        assert (outline.title, outline.theme) == (title, theme)
        assert sum(s.budget_s for s in outline.sections()) == pytest.approx(duration_s)


class TestCheck:
    def test_shows_budgets_and_advice_with_lines_in_80_columns(self, tmp_path: Path) -> None:
        path = tmp_path / "talk.yaml"
        path.write_text("title: T\nduration: 30m\npapers: [{title: One}]\n", encoding="utf-8")
        result = run("check", path)
        assert result.exit_code == 0
        assert "Together    30:00" in result.output
        assert "'One' has no link" in result.output
        assert "talk.yaml:3" in result.output
        assert max(map(len, result.output.splitlines())) <= 80

    def test_json_is_one_document(self, tmp_path: Path) -> None:
        path = tmp_path / "talk.yaml"
        path.write_text("title: T\nduration: 30m\npapers: [{title: One}]\n", encoding="utf-8")
        document = json.loads(run("check", path, "--json").stdout)
        assert [s["id"] for s in document["sections"]] == ["opening", "one", "closing"]
        assert document["advice"][0]["path"] == "theme"
        assert document["advice"][0]["severity"] == "fix"

    def test_errors_end_with_code_2_and_no_traceback(self, tmp_path: Path) -> None:
        path = tmp_path / "talk.yaml"
        path.write_text("title: a: b", encoding="utf-8")
        command = [sys.executable, "-m", "talkcoach", "check", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 2
        assert f"{path}:1:9: a second ': '" in done.stderr
        assert "Traceback" not in done.stderr


class TestSchema:
    def test_is_printed_as_json(self) -> None:
        document = json.loads(run("schema").stdout)
        assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    def test_accepts_the_starter_as_editors_read_it(self) -> None:
        jsonschema = pytest.importorskip("jsonschema")
        validator = jsonschema.Draft202012Validator(outline_schema())
        validator.check_schema(outline_schema())
        assert list(validator.iter_errors(yaml.safe_load(starter(BASICS)))) == []

    @pytest.mark.parametrize(
        ("line", "fine"),
        [("venue: 2025", True), ("budget: 12:30", True), ("budget: 90", True), ("slides:", True),
         ("include: no", True), ("weight: 2", True), ("bugdet: 3", False), ("slides: 3", False)],
    )  # fmt: skip
    def test_agrees_with_the_loader(self, line: str, fine: bool) -> None:
        jsonschema = pytest.importorskip("jsonschema")
        text = f"title: T\nduration: 45m\npapers:\n- title: A\n- title: B\n  {line}\n"
        found = jsonschema.Draft202012Validator(outline_schema()).is_valid(yaml.safe_load(text))
        try:
            parse_outline(text)
            loads = True
        except OutlineError:
            loads = False
        assert (found, loads) == (fine, fine)


@pytest.mark.parametrize("command", ["new", "check", "schema"])
def test_help_has_an_example(command: str) -> None:
    assert f"talkcoach {command}" in run(command, "--help").output.split("Example")[1]
