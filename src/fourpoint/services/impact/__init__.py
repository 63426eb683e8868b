"""Impact assessments of the system's features, and equality monitoring, for governance roles alone."""
