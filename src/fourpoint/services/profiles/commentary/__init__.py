"""Commentary: marked notes on sections and figures of profiles, written, revised, withdrawn and read."""
