"""One archive that holds everything a portal cannot make again: database, media, content."""
