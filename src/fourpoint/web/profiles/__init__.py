"""Local profiles as pages: areas, one area, the panel behind each figure, neighbourhoods, editions."""
