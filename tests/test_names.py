"""Words of the outline that were heard in another form."""

from __future__ import annotations

import pytest

from talkcoach.analysis.names import put_right

NAMES = ["tetherlin", "wobblecraft", "mendwel"]


def right(heard: list[str], words: list[str] | None = None, language: str = "en") -> list[str]:
    words = words or []
    return list(put_right([heard], NAMES, words, [*NAMES, *words], language)[0])


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        (["heatherlin"], ["tetherlin"]),
        (["tether", "line"], ["tetherlin"]),
        (["wobbl", "craft"], ["wobblecraft"]),
        (["wabblekraft"], ["wobblecraft"]),
        (["men", "dwell"], ["mendwel"]),
    ],
)
def test_a_misheard_name_is_put_right(heard: list[str], meant: list[str]) -> None:
    assert right(["the", *heard, "run"]) == ["the", *meant, "run"]


def test_a_name_is_matched_by_sound_where_half_the_letters_are_others() -> None:
    names = ["phylocraft"]
    assert put_right([["filokraft"]], names, [], names, "en") == (("phylocraft",),)
    assert put_right([["filokraft"]], names, [], names, "de") == (("filokraft",),)


@pytest.mark.parametrize("ordinary", ["mental", "cobbler", "together", "turn", "weather"])
def test_ordinary_words_stay(ordinary: str) -> None:
    assert right([ordinary, "mendwel", "tetherlin", "wobblecraft"])[0] == ordinary


def test_an_ordinary_word_of_the_outline_is_looked_for_only_where_it_is_never_heard() -> None:
    assert right(["advisari"], ["adversari"]) == ["adversari"]
    assert right(["advisari", "adversari"], ["adversari"]) == ["advisari", "adversari"]


def test_words_of_one_family_are_one() -> None:
    known = ["generalis", "physic", "countri"]
    heard = ["general", "physicist", "count"]
    assert put_right([heard], [], [], known, "en") == (("generalis", "physic", "count"),)
