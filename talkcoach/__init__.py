"""talkcoach: one research theme, a roadmap the room can follow, and rehearsals that show both."""

__version__ = "0.1.0.dev0"
