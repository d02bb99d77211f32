"""Words of the daily report for its templates."""
