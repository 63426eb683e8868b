"""The pages of profiles: areas, figures, editions. Each loads, asks one service, and makes cards of what it got."""
