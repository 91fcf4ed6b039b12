"""How long things take, and how much they need, against the bare model in the same run."""
