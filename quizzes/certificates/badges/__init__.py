"""Open Badges 3.0: what is signed, how it is signed, and the list that says what was revoked. No network, no Django."""
