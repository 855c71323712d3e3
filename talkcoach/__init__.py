"""talkcoach: one research theme, a roadmap the room can follow, and rehearsals that show both."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("talkcoach")
except PackageNotFoundError:  # a source tree on sys.path, not installed
    __version__ = "0+unknown"
