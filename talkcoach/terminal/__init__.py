"""What people see in a terminal: rich renderables and progress; nothing here computes results."""
