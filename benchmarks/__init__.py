"""Measurements beside goals, as ratios inside one run: `./nuandong bench balance|demand|accuracy|extremes|desk`."""
