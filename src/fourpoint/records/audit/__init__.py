"""What happened: changes and readings, which nobody can alter afterwards."""
