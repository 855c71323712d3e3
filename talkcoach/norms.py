"""What counts as on time, and as easy to follow: the same for advice, screens, charts and pages."""

from __future__ import annotations

ON_TIME_S = 15.0
"""A talk, a section or a change within this is on time, or none: no room notices less."""

EASY_WPM = (100.0, 165.0)
"""The comfortable band, in words a minute, that PowerPoint's Speaker Coach shows its users."""
EASY = "100-165"
"""The same, to be read."""
