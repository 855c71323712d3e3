"""How speakers point at the structure of their own talk: back, ahead, and at its numbered parts.

Linguists call these macro-markers (Chaudron & Richards 1986). The lists below are the closed
classes of English that carry them: verbs of covering and of moving on, nouns for a part of a talk,
numbers. None alone says "transition"; what counts is that they stand together with the names of
sections, near a boundary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = (
    r"(?:parts?|sections?|hal(?:f|ves)|chapters?|topics?|projects?|papers?|pieces?|stops?|"
    r"stor(?:y|ies)|acts?|themes?|pillars?|strands?|threads?|directions?|lines?|stud(?:y|ies)|"
    r"blocks?|works?|items?|problems?|questions?|challenges?|ideas?|steps?|legs?|stages?|modules?)"
)
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_CARDINAL_WORDS = "one two three four five six seven eight nine ten"
_ORDINALS, _CARDINALS = _ORDINAL_WORDS.split(), _CARDINAL_WORDS.split()
_NUMBER = {word: n for n, word in enumerate(_ORDINALS, 1)}
_NUMBER |= {word: n for n, word in enumerate(_CARDINALS, 1)}
_NUMBER |= {str(n): n for n in range(1, 31)}
_ANY = r"(?:" + "|".join(sorted(_NUMBER, key=len, reverse=True)) + r")"
_PLACE = r"(?:first|last|final|next|other|remaining|middle|previous|following)"

_WE = r"(?:we|i|you|we've|i've|you've|we're|i'm|you're|we'll|i'll|we'd|i'd)"
_COVERED = (
    r"(?:seen|covered|looked|visited|talked|spoken|discussed|dealt|learn(?:ed|t)|heard|shown|told|"
    r"argued|described|presented|gone|been|met|done|finished|established|built|finished|walked|"
    r"got|explained|introduced|examined|explored|reviewed|addressed|tackled|treated)"
)
_BACK = re.compile(
    rf"\b(?:{_WE} (?:have |had )?(?:now |just |already |all |both |thus )?{_COVERED}|"
    rf"(?:have|has) (?:now |just |already )?(?:been )?{_COVERED}|"
    r"to sum up|summing up|"
    r"(?:that|this|which|it) (?:was|is|concludes|completes|finishes|ends|closes|covers|makes)|"
    r"that's|(?:is|are|'s) (?:done|finished|over|dealt|settled|solved)|"
    r"\w+ down|finished with|and done|"
    r"now (?:we )?(?:know|have)|we (?:began|started|saw|did|went|had|asked|met|visited))\b"
)
_STRONG_BACK = re.compile(
    r"\b(?:(?:we|i|you|we've|i've|you've) (?:have |had )?(?:now |just |already |all )?"
    r"(?:seen|covered|visited|been through|gone through|dealt with|talked about|discussed|"
    r"spoken about|walked through|told you|shown you)|so far|behind (?:us|me)|"
    r"to recap|to summari[sz]e|in summary|recap|looking back|where (?:are|were) we|"
    r"where do we stand|there you have it|(?:what have|what've) we|"
    r"up (?:to|until|till) (?:now|here|this point|that point)|(?:is|are) finished|dealt with|"
    rf"(?:one|\d|two|three) down|all (?:of )?(?:the |these |those |them )?\d+(?: {_PART})?$|"
    r"done with|that makes|those were|that was|take stock|taken stock)\b"
)
_AHEAD = re.compile(
    r"\b(?:next(?! to\b)|now for|on to|onto|coming up|still to come|remains?|remaining|"
    r"(?:brings?|leads?|takes?|leaves?|carries|bridges?) (?:me|us|naturally|directly|straight)|"
    r"that leaves|leaves (?:only )?(?:part|story|number)|(?:is|are|'s) left|time for|"
    r"(?:let us|let's|let me|i'll|we'll|i will|we will|i'd like to|i want to|we can|we|i) "
    r"(?:now |then |just |next |also |will |can |have to )?"
    r"(?:turn|move|go|take|come|start|begin|switch|shift|proceed|continue|talk|get|head|set|end|"
    r"close|finish|wrap|conclude|jump|dive|pass|step)|"
    r"turning|moving on|move on|turn to|switching|starting with|start with|begin with|"
    r"set out|wrap up|to conclude|in conclusion|before i (?:close|finish|end|stop|conclude)|"
    r"the rest of (?:the|this|my) talk|comes? (?:now|next|after))\b"
)
_PLAN = re.compile(
    r"\b(?:talk|outline|roadmap|road map|agenda|overview|map|plan|today|tour|itinerary|"
    r"organi[sz]ed|structured?|in order|scoreboard|checklist|list|slide)\b"
)
_CLOSING = re.compile(
    r"\b(?:conclusions?|conclude|concluding|wrap up|wrapping up|outlook|sum up|summary|"
    r"what's next|future|look ahead|closing|to close|to finish|the end|final (?:words?|part|slide)|"
    r"where (?:this|i|we|it) (?:leads?|goes?|go)|land the plane|take home|takeaways?|last words?)\b"
)
_NUMBERED = re.compile(
    rf"\b(?:(?:{_PART}|number|point) (?:number )?({_ANY})|({'|'.join(_ORDINALS)}) "
    rf"(?:and (?:last|final) )?{_PART}|({_ANY}) of (?:the )?{_ANY}|that makes ({_ANY}))\b"
)
_PLACED = re.compile(rf"\b{_PLACE} (?:and last |and final )?{_PART}\b")
_COUNTED = re.compile(
    rf"\b(?:in|into|has|have|are|of|all|the|my|so|therefore|with) ({_ANY}) (?:\w+ ){{0,2}}{_PART}\b"
    rf"|^(?:so |okay |and |well )*({_ANY}) {_PART}\b"
)
_LISTED = re.compile(rf"\b(?:the |my )?({'|'.join(_ORDINALS)}|last)\b|^(?:and |number )*{_ANY}\b")


@dataclass(frozen=True, slots=True)
class Signposts:
    """What one phrase says about the talk's structure, whichever words it uses."""

    back: float
    """0 none, 1 a verb of covering or "that was", 2.5 an explicit recap."""
    ahead: float
    """0 none, 1 a verb of moving on, or "next"."""
    plan: bool
    """It mentions the talk itself: outline, roadmap, today."""
    closing: bool
    """It mentions conclusion, outlook or end."""
    numbers: tuple[int, ...]
    """The numbered parts it mentions: 2 for "the second part", "part two", "two of five"."""
    placed: bool
    """It mentions "the next part", "the last story", "the other half"."""
    counted: bool
    """It says how many parts there are."""
    listed: int
    """How many ordinals it lists."""
    length: int
    """In words."""


def read_signposts(tokens: tuple[str, ...]) -> Signposts:
    """The signposts in a phrase given by its lower-case `tokens`.

    >>> read_signposts(("and", "now", "part", "two", "of", "five")).numbers
    (2,)
    >>> read_signposts(tuple("what's left is the third and last part".split())).numbers
    (3,)
    >>> read_signposts(tuple("the sensor sits next to the door".split())).ahead
    0.0
    >>> read_signposts(tuple("so far we have seen storage".split())).back
    2.5
    """
    text = " ".join(token for token in tokens if token not in {"um", "uh", "er", "erm"})
    numbers = [
        _NUMBER[word]
        for match in _NUMBERED.finditer(text)
        for word in match.groups()
        if word is not None
    ]
    back = 2.5 if _STRONG_BACK.search(text) else 1.0 if _BACK.search(text) else 0.0
    return Signposts(
        back=back,
        ahead=1.0 if _AHEAD.search(text) else 0.0,
        plan=_PLAN.search(text) is not None,
        closing=_CLOSING.search(text) is not None,
        numbers=tuple(dict.fromkeys(numbers)),
        placed=_PLACED.search(text) is not None,
        counted=_COUNTED.search(text) is not None,
        listed=len(_LISTED.findall(text)),
        length=len(tokens),
    )
