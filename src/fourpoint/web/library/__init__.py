"""The library's pages: papers in lists and searches, one paper with its versions and comments, and the forms."""
