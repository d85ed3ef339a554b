"""Film guides that withhold, on the server, what a reader has not watched."""
