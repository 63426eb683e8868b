"""Files that people bring: told by their content, refused when they could harm, and read for their words."""
