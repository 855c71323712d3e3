"""How speakers point at the structure of their own talk: back, ahead, and at its numbered parts.

Linguists call these macro-markers (Chaudron & Richards 1986). Each cue below is a closed class of
English: verbs of covering and of moving on, nouns for a part of a talk, numbers. None alone says
"transition"; `roadmap.py` weighs them together with the names of sections.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = (
    r"(?:parts?|sections?|hal(?:f|ves)|chapters?|topics?|projects?|papers?|pieces?|stops?|"
    r"stor(?:y|ies)|acts?|themes?|pillars?|strands?|threads?|directions?|lines?|stud(?:y|ies)|"
    r"blocks?|works?|items?|problems?|questions?|challenges?|ideas?|steps?|legs?|stages?|modules?|"
    r"things?|subjects?|chunks?)"
)
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_CARDINAL_WORDS = "one two three four five six seven eight nine ten"
_ORDINALS, _CARDINALS = _ORDINAL_WORDS.split(), _CARDINAL_WORDS.split()
_NUMBER = {word: n for n, word in enumerate(_ORDINALS, 1)}
_NUMBER |= {word: n for n, word in enumerate(_CARDINALS, 1)}
_NUMBER |= {str(n): n for n in range(1, 31)}
_ANY = r"(?:" + "|".join(sorted(_NUMBER, key=len, reverse=True)) + r")"
_OF_THEM = r"(?:one )?of (?:my|our|the|these|those|them)\b"

_FILLED = frozenset(["um", "uh", "er", "erm"])
_LEAD_IN = r"^(?:(?:okay|ok|right|so|alright|well|and|then|now|but) )*"

_CUES = {
    "done": (
        r"\b(?:so far|behind (?:us|me)|recap|to summari[sz]e|in summary|looking back|"
        r"where (?:are|were|do) we|there (?:you|we) (?:are|go|have it)|take stock|"
        r"up (?:to|until|till) (?:now|here|this point|that point)|done with|so much for|"
        r"(?:is|are|'s|was|were|i'm|we're) (?:done|finished|over|dealt with|settled|solved)|"
        r"(?:one|two|three|four|five|\d) (?:down|done)|"
        r"the (?:whole|complete|full|entire) (?:story|sequence|picture|chain|path|set))\b"
    ),
    "covered": (
        r"\b(?:we|i|you|we've|i've|you've) (?:have |had )?(?:now |just |already |all )?"
        r"(?:seen|covered|visited|been|gone|dealt|talked|discussed|spoken|walked|told|shown|had|"
        r"met|heard|looked|learned|learnt|established|built|solved|fixed|finished|done|got|saw|began|"
        r"started)\b"
    ),
    "that": _LEAD_IN + r"(?:that's|that is|that was|those are|those were|these were|this was)\b",
    "completes": r"\bthat (?:makes|concludes|completes|finishes|ends|closes|covers)\b",
    "next": (
        r"\b(?:next(?! to\b)|comes? (?:now|next|after)|coming up|to come|remains?|remaining|left)\b"
    ),
    "move": (
        r"\b(?:turn(?:ing)? to|mov(?:e|ing) (?:on|to)|on to|onto|over to|go(?:ing)? (?:on )?to|"
        r"com(?:e|ing) to|get to|switch|shift|jump|now for|time for|off we go|"
        r"(?:brings?|leads?|takes?|gets|carries|leaves) (?:me|us))\b"
    ),
    "begin": r"\b(?:start(?:s|ing)?|begin(?:s|ning)?|first up|(?:goes?|comes?) first)\b",
    "will": (
        r"\b(?:i'll|we'll|i will|we will|let me|let us|let's|i'd like to|i want to|going to)\b"
    ),
    "talk": (
        r"\b(?:talk|outline|roadmap|road map|agenda|overview|map|plan|today|tour|itinerary|"
        r"organi[sz]ed|structured?|in order|scoreboard|checklist)\b"
    ),
    "last": r"\b(?:last|final|finally|other|remaining|left)\b",
    "closing": (
        r"\b(?:conclusions?|conclude|concluding|wrap|wrapping up|outlook|sum up|summary|"
        r"what's next|future|look ahead|closing|to close|to finish|the end|"
        r"final (?:words?|part|slide)|where (?:this|i|we|it) (?:leads?|goes?|go)|"
        r"land (?:the|this) plane|take home|takeaways?|last (?:words?|slide|thoughts?)|"
        r"one minute|leave you|(?:let me|i'll) (?:end|finish|close|stop))\b"
    ),
    "counted": (
        rf"\b(?:in|into|has|have|are|is|of|all|the|my|so|therefore|with|there's|today) ({_ANY}) "
        rf"(?:\w+ ){{0,2}}{_PART}\b|{_LEAD_IN}({_ANY}) {_PART}\b"
    ),
}  # fmt: skip
_PATTERNS = {name: re.compile(pattern) for name, pattern in _CUES.items()}
CUES = tuple(_CUES)
"""The names of the cues that a phrase can carry."""

_NUMBERED = re.compile(
    rf"\b(?:(?:{_PART}|number|point) (?:number )?({_ANY})|({'|'.join(_ORDINALS)}) "
    rf"(?:(?:and (?:last|final) )?{_PART}|{_OF_THEM})|({_ANY}) of (?:the |my |our )?{_ANY}|"
    rf"that makes ({_ANY}))\b"
)
_LISTED = re.compile(
    rf"\b(?:the |my )?({'|'.join(_ORDINALS)}|last)\b|^(?:and |number )*{_ANY}\b|\bthen\b"
)


@dataclass(frozen=True, slots=True)
class Signposts:
    """What one phrase says about the talk's structure, whichever words it uses."""

    cues: frozenset[str]
    """Those of `CUES` that it carries: `done`, `covered`, `that` and `completes` look back; `next`,
    `move`, `begin`, `will`, `last` and `closing` look ahead; `talk` and `counted` mention the talk
    and how many parts it has."""
    numbers: tuple[int, ...]
    """The numbered parts it mentions: 2 for "the second part", "part two", "two of five"."""
    listed: int
    """How many ordinals and "then" it lists."""
    length: int
    """In words."""


def read_signposts(tokens: tuple[str, ...]) -> Signposts:
    """The signposts in a phrase given by its lower-case `tokens`.

    >>> read_signposts(("and", "now", "part", "two", "of", "five")).numbers
    (2,)
    >>> read_signposts(tuple("what's left is the third and last part".split())).numbers
    (3,)
    >>> sorted(read_signposts(tuple("the sensor sits next to the door".split())).cues)
    []
    >>> sorted(read_signposts(tuple("so far we have seen storage".split())).cues)
    ['covered', 'done']
    """
    text = " ".join(token for token in tokens if token not in _FILLED)
    numbers = [
        _NUMBER[word]
        for match in _NUMBERED.finditer(text)
        for word in match.groups()
        if word is not None
    ]
    return Signposts(
        cues=frozenset(name for name, pattern in _PATTERNS.items() if pattern.search(text)),
        numbers=tuple(dict.fromkeys(numbers)),
        listed=len(_LISTED.findall(text)),
        length=len(tokens),
    )
