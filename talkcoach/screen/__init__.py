"""What the speaker sees while rehearsing."""
