"""Who may read what: audiences, the row-security context, checks and the trail."""
