"""Subjects and what is stated of them: found before they are made, never merged, and seen by statement."""
