"""The search box and its pages: what was found, and the searches that a person keeps."""
