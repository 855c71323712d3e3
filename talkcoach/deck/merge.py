"""Lines of ours brought up to date around a person's own. Pure.

What we wrote is known by the digests of its lines: a line in the deck that is among them is ours,
any other is a person's and stays; one of ours that is missing was taken out or rewritten, and is
not written again.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from talkcoach.deck.digests import line_digest


def merge(now: Sequence[str], base: Sequence[str], want: Sequence[str]) -> list[int | str]:
    """What to keep of the lines in the deck, by their number, and what to write, in order.

    Args:
        now: the lines in the deck.
        base: the digests of the lines that we wrote (blank ones apart).
        want: the lines that we would write now.

    >>> base = [line_digest(line) for line in ("Opening", "- a", "- b")]
    >>> merge(["Opening", "- a", "my own", "- b"], base, ["Opening", "- a", "- c"])
    [0, 1, '- c', 2]
    """
    ours = _are_ours(now, base)
    mine = [number for number, is_ours in enumerate(ours) if is_ours]
    marks = [line_digest(now[number]) for number in mine]
    wanted = [line_digest(line) for line in want]
    pairs = {
        b + offset: mine[a + offset]
        for a, b, size in SequenceMatcher(None, marks, wanted, autojunk=False).get_matching_blocks()
        for offset in range(size)
    }
    # lines of ours that a person took out or rewrote: those that are neither here nor new
    refused = set(base) - {line_digest(line) for line in now}
    return _without_gaps(_woven(now, ours, want, pairs, refused), now)


def _are_ours(now: Sequence[str], base: Sequence[str]) -> list[bool]:
    """Which lines we wrote; a blank one between lines of ours counts as ours."""
    written = set(base)
    ours = [bool(line.strip()) and line_digest(line) in written for line in now]
    full = [number for number, line in enumerate(now) if line.strip()]
    for number, line in enumerate(now):
        if not line.strip():
            before = [n for n in full if n < number]
            after = [n for n in full if n > number]
            ours[number] = bool(before and ours[before[-1]]) and (not after or ours[after[0]])
    return ours


def _woven(
    now: Sequence[str],
    ours: Sequence[bool],
    want: Sequence[str],
    pairs: dict[int, int],
    refused: set[str],
) -> list[int | str]:
    """Walk both sequences: new lines follow the line of ours that they follow in `want`."""
    result: list[int | str] = []
    kept = {number: line for line, number in pairs.items()}
    at = 0

    def write_new() -> None:
        nonlocal at
        while at < len(want) and at not in pairs:
            if line_digest(want[at]) not in refused:
                result.append(want[at])
            at += 1

    started = False
    for number in range(len(now)):
        if ours[number] and not started:
            started = True
            write_new()
        if number in kept:
            result.append(number)
            at = kept[number] + 1
            write_new()
        elif not ours[number]:
            result.append(number)
    write_new()
    return result


def _without_gaps(lines: list[int | str], now: Sequence[str]) -> list[int | str]:
    """`lines` without the new blank ones that would stand beside another blank one."""
    texts = [now[line] if isinstance(line, int) else line for line in lines]
    blank = [not text.strip() for text in texts]
    return [
        line
        for number, line in enumerate(lines)
        if line != "" or not ((number and blank[number - 1]) or any(blank[number + 1 : number + 2]))
    ]
