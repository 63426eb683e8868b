"""What the outside world plugs into: mail, accounts, later identity providers."""
