"""Recording -> words: decoding, the speech model, the transcript and its formats."""
