"""What a guide tells: its passages, what belongs to them, and how they publish."""
