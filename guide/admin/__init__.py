"""The editors' desk: the unguarded side."""
