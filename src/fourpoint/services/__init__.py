"""What the agencies do and ask, per word: actions change and audit, queries read."""
