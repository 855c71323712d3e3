"""The report's page in a real browser, made from a real run of the sample."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from reports import HOSTILE, make_report

from talkcoach.compare import compare
from talkcoach.pages.compare_page import compare_page
from talkcoach.pages.report_page import report_page
from talkcoach.report import Report
from talkcoach.speech.transcript import Transcript, Word

SAMPLES = Path(__file__).parent.parent / "samples"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample's first run, its voice inside."""
    folder = tmp_path_factory.mktemp("pages")
    shutil.copyfile(SAMPLES / "talk.yaml", folder / "talk.yaml")
    talkcoach = [sys.executable, "-m", "talkcoach"]
    for words in (
        ["import", "talk.yaml", str(SAMPLES / "run1.ogg"), "--recorded-at", "2026-03-02T19:30"],
        ["report", "talk.yaml", "--html"],
        ["report", "talk.yaml", "--html", "silent.html", "--no-audio"],
    ):
        subprocess.run([*talkcoach, *words], cwd=folder, check=True, capture_output=True)
    return folder / "rehearsals" / "talk" / "2026-03-02T19-30-00" / "report.html"


@pytest.fixture
def page(browser: Browser, sample: Path) -> Iterator[Page]:
    """The page, open; anything that goes wrong in it fails the test."""
    context = browser.new_context(viewport={"width": 1000, "height": 800}, color_scheme="light")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.extend(remote(request.url)))
    page.goto(sample.as_uri())
    yield page
    assert wrong == []
    context.close()


def remote(url: str) -> list[str]:
    return [] if url.startswith(("file:", "data:")) else [url]


def time_s(page: Page) -> float:
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def test_begins_with_the_answer(page: Page) -> None:
    assert re.match(
        r"Over by 1:\d\d, nearly all of it in Waiting", page.locator(".headline").inner_text()
    )
    assert page.locator("figure").count() == 3
    assert page.locator(".transition").count() == 4
    assert page.get_by_text("(not heard)").count() >= 3


def test_is_private_and_whole(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    assert sample.stat().st_mode & 0o777 == 0o600
    assert "http" not in text.replace("http://www.w3.org/", "").replace("http-equiv", "")
    assert "default-src 'none'" in text
    silent = (sample.parents[3] / "silent.html").read_text(encoding="utf-8")
    assert "data:audio" in text
    assert "data:audio" not in silent
    assert len(silent) < 300_000


def test_a_click_on_a_word_plays_it(page: Page) -> None:
    word = page.locator(".w", has_text=re.compile("^bus")).nth(3)
    word.click()
    page.wait_for_function("() => !document.querySelector('audio').paused")
    at_s = float(str(word.get_attribute("data-t")))
    assert at_s - 0.1 <= time_s(page) <= at_s + 3.0
    page.wait_for_selector(".w.now")
    first = page.locator(".w.now").inner_text()
    changed = "first => document.querySelector('.w.now')?.textContent !== first"
    page.wait_for_function(changed, arg=first)
    assert page.locator(".w.now").count() == 1


def test_keys_do_what_the_mouse_does(page: Page) -> None:
    page.locator(".w").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement === document.querySelectorAll('.w')[5]")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.querySelector('audio').paused")
    at_s = float(str(page.locator(".w").nth(5).get_attribute("data-t")))
    assert at_s - 0.1 <= time_s(page) <= at_s + 3.0


def test_a_transition_can_be_heard(page: Page) -> None:
    page.locator(".transition button").nth(2).click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 300")
    assert 340 < time_s(page) < 365


def test_finds_words(page: Page) -> None:
    page.locator("#query").fill("trust the bus")
    assert page.locator("#count").inner_text() == "1 place"
    assert [w.lower().strip(",.?") for w in page.locator(".hit").all_inner_texts()] == [
        "trust", "the", "bus",
    ]  # fmt: skip
    page.locator("#query").fill("bus")
    places = page.locator(".hit").count()
    assert places > 5
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator("#count").inner_text() == f"2 of {places}"
    page.locator("#query").fill("zeppelin")
    assert page.locator("#count").inner_text() == "0 places"


PLANNED = """
[...document.querySelectorAll("figure path title")]
    .find((title) => title.textContent.startsWith("Opening: planned"))
""".strip()
"""What is shown at the planned opening's bar."""


def test_has_light_and_dark_colours(page: Page) -> None:
    def background() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    def bar() -> str:
        return str(page.evaluate(f"getComputedStyle({PLANNED}.parentElement).fill"))

    light = background(), bar()
    page.locator("#theme").click()
    assert (background(), bar()) == light
    page.locator("#theme").click()
    assert page.locator("#theme").inner_text() == "Colours: dark"
    assert background() != light[0]
    assert bar() != light[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1600])
def test_is_accessible(browser: Browser, sample: Path, scheme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(sample.as_uri())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_prints_to_two_pages(page: Page, tmp_path: Path) -> None:
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    if shutil.which("pdfinfo") is None:
        pytest.skip("needs poppler")
    said = subprocess.run(
        ["pdfinfo", str(tmp_path / "page.pdf")], capture_output=True, text=True, check=True
    )
    assert re.search(r"Pages:\s+2\b", said.stdout)


SCRIPT = "<script>document.title='owned'</script><img src=x onerror=document.title='owned'>"


def test_hostile_text_is_text(browser: Browser, tmp_path: Path) -> None:
    texts = (
        SCRIPT, HOSTILE, "'\"><svg/onload=alert(1)>&lt;", "🎓" * 5_000, 'Ab style="', 'x role="y',
        "#abc001",
    )  # fmt: skip
    for number, text in enumerate(texts):
        report = make_report(title=text, run_id=text)
        report = report.model_copy(
            update={
                "sections": tuple(
                    section.model_copy(update={"title": text}) for section in report.sections
                ),
                "transitions": tuple(
                    check.model_copy(update={"quote": text}) for check in report.transitions
                ),
                "points": tuple(p.model_copy(update={"text": text}) for p in report.points),
                "advice": (text,),
            }
        )
        path = tmp_path / f"{number}.html"
        path.write_text(report_page(report, words(text)), encoding="utf-8")
        context = browser.new_context()
        page = context.new_page()
        dialogs: list[str] = []
        page.on("dialog", lambda dialog, dialogs=dialogs: dialogs.append(dialog.message))
        page.goto(path.as_uri())
        assert not dialogs
        assert page.title() != "owned"
        assert page.locator("img").count() == 0
        assert page.locator("script").count() == 1
        assert text.split()[0][:20] in page.locator(".advice").inner_text()
        path.write_text(compare_page(compare([report, report]), text), encoding="utf-8")
        page.goto(path.as_uri())
        assert not dialogs
        assert page.title() != "owned"
        assert page.locator("img").count() == 0
        assert page.locator("script").count() == 1
        assert page.locator("svg [onload]").count() == 0
        assert text.split()[0][:20] in page.locator(".runs").first.inner_text()
        context.close()


def words(text: str) -> Transcript:
    return Transcript((Word(0.5, 0.9, text), Word(1.0, 1.5, "end.")), 1_200.0)


@pytest.mark.parametrize("count", [2, 12, 50])
@pytest.mark.parametrize("width", [400, 1000])
def test_many_runs_stay_readable(browser: Browser, tmp_path: Path, count: int, width: int) -> None:
    reports = [
        make_report(
            {"labels": 480.0 + 200.0 / n, "reward": None if n % 7 == 3 else 420.0 - 3 * n},
            {"reward": "skipped" if n % 2 else "full"},
            run_id=f"run {n}",
        )
        for n in range(1, count + 1)
    ]
    path = tmp_path / "compare.html"
    path.write_text(compare_page(compare(reports), "Roofs"), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(path.as_uri())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".runs").first.locator("tbody tr").count() == count
    page.emulate_media(media="print")
    printed = tmp_path / "compare.pdf"
    page.pdf(path=printed, format="A4")
    text = subprocess.run(
        ["pdftotext", "-layout", printed, "-"], check=True, capture_output=True, text=True
    ).stdout
    assert all(re.search(rf"#{n}\b", text) for n in range(1, count + 1))
    assert re.match(r"From \+\d", page.locator(".headline").inner_text())
    context.close()


def test_compare_writes_a_page_and_a_picture_is_drawn(sample: Path, tmp_path: Path) -> None:
    folder = sample.parents[3]
    talkcoach = [sys.executable, "-m", "talkcoach"]
    for words in (
        ["compare", "talk.yaml", "last", "last", "--html"],
        ["report", "talk.yaml", "--plot", "time.png"],
        ["report", "talk.yaml", "--plot", "time.svg"],
        ["compare", "talk.yaml", "last", "last", "--plot", "progress.png"],
    ):
        subprocess.run([*talkcoach, *words], cwd=folder, check=True, capture_output=True)
    page = folder / "rehearsals" / "talk" / "compare.html"
    assert page.stat().st_mode & 0o777 == 0o600
    with Image.open(folder / "time.png") as picture:
        assert picture.width > 1_500
        assert len(picture.convert("RGB").getcolors(1_000_000) or []) > 20
    with Image.open(folder / "progress.png") as picture:
        assert picture.width > 1_000
    assert "<svg" in (folder / "time.svg").read_text(encoding="utf-8")
    for words in (["--html", "talk.yaml"], ["--plot", "time.gif"]):
        refused = subprocess.run(
            [*talkcoach, "report", "talk.yaml", *words],
            cwd=folder, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert refused.returncode == 2
        assert "ends in" in refused.stderr
    assert (folder / "talk.yaml").read_bytes() == (SAMPLES / "talk.yaml").read_bytes()


@pytest.mark.parametrize("change", [{"is_match": False}, {"pace": None}, {"transitions": ()}])
def test_reports_with_less_are_pages_too(change: dict[str, object]) -> None:
    report: Report = make_report(
        {"opening": 100.0, "labels": None, "reward": None, "closing": None}
    )
    if "pace" in change:
        change = {"pace": report.pace.model_copy(update={"wpm": None, "series": ()})}
    text = report_page(report.model_copy(update=change))
    assert "<h1>Dependable post-training</h1>" in text
    assert "What you said" not in text
