"""Endings and entries, their evidence, sources and disputes, and how they publish."""
