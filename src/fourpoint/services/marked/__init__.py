"""What can be done with a marked record of any kind: placing it in an audience, finding it by kind and number."""
