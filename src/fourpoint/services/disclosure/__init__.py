"""What becomes of material between agencies: who will see it, pointers, requests, recalls, conditions, why."""
