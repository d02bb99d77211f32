"""Synthetic winters with a known 1-in-T day: some teach the intervals of the extremes, others prove them.

No family of winters stands in both halves, and none is an extreme-value distribution or a block resampling.
"""

from benchmarks.winters.chance import Chance
from benchmarks.winters.proving import PROVING
from benchmarks.winters.rehearsed import REHEARSED
from benchmarks.winters.teaching import TEACHING
from benchmarks.winters.truths import Size, Truths, draw_truths

__all__ = ["PROVING", "REHEARSED", "TEACHING", "Chance", "Size", "Truths", "draw_truths"]
