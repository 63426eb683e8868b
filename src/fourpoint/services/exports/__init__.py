"""Copies that leave the system: numbered, stamped, bound to a purpose, ending, recalled, confirmed destroyed."""
