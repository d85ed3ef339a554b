"""Editors' work: guides as files, what readers report."""
