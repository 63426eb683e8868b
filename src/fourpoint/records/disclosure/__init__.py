"""Tables of what becomes of material between agencies: placed, pointed at, asked for, shared, taken back."""
