"""The place section: where it lies, how unevenly, and where it stands out."""
