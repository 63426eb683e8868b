"""Pages of sharing: who can see a record and why, changing that, pointers, requests, recalls, conditions."""
