"""Microphone to disk: a recording that is whole at every moment."""
