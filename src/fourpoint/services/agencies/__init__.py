"""Agencies, their people and memberships: founding, inviting, granting, ending."""
