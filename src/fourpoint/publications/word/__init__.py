"""What is printed, as a Word file with real headings, table heads and language, for those who read it so."""
