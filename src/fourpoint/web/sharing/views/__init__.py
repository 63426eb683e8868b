"""Views of sharing, a module for each thing that a person comes to do."""
