"""Pages of leavers whom a colleague stands in for on need-to-know lists."""
