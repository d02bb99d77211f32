"""The only composer: one gas day or one season, from case to picture."""
