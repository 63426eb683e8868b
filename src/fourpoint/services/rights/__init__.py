"""The rights of people over what is held of them: requests, what was found, decided and answered."""
