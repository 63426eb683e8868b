"""An edition as an accessible PDF."""
