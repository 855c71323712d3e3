"""The rehearsal in short texts, the same on the full screen and in plain lines."""

from __future__ import annotations

from talkcoach.durations import clock
from talkcoach.recording.signal import Verdict
from talkcoach.rehearse import View

VERDICTS: dict[Verdict, str] = {
    "good": "good",
    "waiting": "say a sentence, to see that you are heard",
    "silent": "no sound at all: is it muted, or the wrong one?",
    "quiet": "very quiet: come nearer, or turn it up",
    "clipping": "too loud: move away, or turn it down",
}
"""What the microphone check says."""


def time_left(view: View) -> str:
    """The time that is left of the plan, in words."""
    if view.left_s >= 0:
        return f"{clock(view.left_s)} left"
    return f"{clock(-view.left_s)} over"


def known(view: View) -> str:
    """How the present section is known, where that is not from the speech."""
    return {"speech": "", "key": "by key", "plan": "by the plan"}[view.place.known]
