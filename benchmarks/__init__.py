"""Measurements beside goals, as ratios inside one run: `./nuandong bench balance|demand|accuracy|desk`."""
