"""What changed the policy, and when: the log by which every process knows that what it worked out is stale."""
