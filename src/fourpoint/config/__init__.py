"""Settings, addresses, the command line and the wiring of adapters: the only room that knows everything."""
