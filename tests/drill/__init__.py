"""Races and crashes: many clients vote while things break, and nothing may be lost."""
