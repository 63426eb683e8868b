"""An edition as open data: CSV with metadata, and an accessible spreadsheet."""
