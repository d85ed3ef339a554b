"""Films: who made them, their titles, cuts and cards."""
