"""Charts as SVG: one definition for the page and the PDF."""
