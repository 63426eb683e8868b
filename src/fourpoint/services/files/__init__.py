"""Files that people bring: told by their content, stripped, kept in quarantine, scanned, and given out after that."""
