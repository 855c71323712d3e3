"""`python -m talkcoach` and the `talkcoach` script."""

from talkcoach.cli import main

if __name__ == "__main__":
    main()
