"""Films, who made them, what they are called, and their plot beats."""
