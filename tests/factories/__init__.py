"""Made-up worlds for the tests."""
