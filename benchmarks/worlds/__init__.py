"""Made utilities whose true use is known: buildings that obey physics, not the formulas that forecast them.

Every world says apart what was expected on each day, given its weather and its people, and what chance added
to it, so that an error can be compared with the best that anybody could have done.
"""

from benchmarks.worlds.atlas import KINDS, build_world, build_worlds
from benchmarks.worlds.german import read_german
from benchmarks.worlds.outlooks import simulated_outlook
from benchmarks.worlds.world import World

__all__ = ["KINDS", "World", "build_world", "build_worlds", "read_german", "simulated_outlook"]
