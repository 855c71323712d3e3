"""`python -m talkcoach` and the `talkcoach` script."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line; see `talkcoach.cli`."""
    try:
        from talkcoach.cli import main as run
    except KeyboardInterrupt:  # before anything was begun
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
