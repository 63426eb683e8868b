"""Editions as accessible PDF, open data tables and figures drawn as SVG."""
