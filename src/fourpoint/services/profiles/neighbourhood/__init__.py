"""The page of one neighbourhood: its counts and months, its map points, its people, and where it stands."""
