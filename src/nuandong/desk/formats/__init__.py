"""Numbers and dates as the desk writes them: Django's own Chinese formats have no thousands separator."""
