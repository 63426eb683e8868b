"""The directory of agencies, and the pages of whoever keeps the people of one."""
