"""Readers, how far they have watched, and where that is kept."""
