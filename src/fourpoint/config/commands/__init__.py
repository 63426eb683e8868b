"""The commands of `./fourpoint`, one file each: parse, call one thing, say what happened."""
