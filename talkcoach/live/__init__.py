"""Following a talk while it is spoken."""
