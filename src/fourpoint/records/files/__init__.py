"""Files that people brought, in quarantine until a scanner has looked at them, and their bytes."""
