"""What other programs are told: a calendar (RFC 5545), statements for a Learning Record Store (xAPI)."""
