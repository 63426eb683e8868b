"""Search over everything a person may see: asking, finding, showing, keeping a search."""
