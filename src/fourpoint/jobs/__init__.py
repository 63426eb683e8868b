"""Background work: parse the arguments, call one service."""
