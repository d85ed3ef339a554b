"""What the site costs, as ratios measured in one run."""
