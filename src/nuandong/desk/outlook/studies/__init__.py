"""Questions asked of a run: what if, every element out, what would spare somebody. None of them is ever a run."""
