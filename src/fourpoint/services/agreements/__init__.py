"""Agreements as people meet them: drafts, pages, differences between versions, files, what one opens."""
