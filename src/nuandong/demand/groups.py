"""Groups of consumer classes whose past use is kept together: what a city-gas company's books divide.

Households' cooking, heating, coal-to-gas, public and trade, vehicles, industry, feedstock and liquefaction, and
power behave alike inside a group and unlike between groups. Losses and gas that passes through have no column: the
first follow the rest, the second is not the province's use. Clause: T-022 (estimate by class).
"""

from __future__ import annotations

from nuandong.vocabulary import ConsumerClass as Use

GROUPS: dict[str, tuple[Use, ...]] = {
    "residents": (Use.RES_COOK,),
    "heating": (Use.RES_HEAT, Use.CENTRAL_HEAT, Use.CHP_HEAT),
    "coal_to_gas": (Use.C2G,),
    "public_trade": (Use.PUB_ESS, Use.PUB_OTHER, Use.COMM, Use.COMM_HEAT),
    "vehicles": (Use.BUS, Use.TAXI, Use.VEH_OTHER),
    "industry": (Use.IND_FUEL_CONT, Use.IND_FUEL_DISC),
    "feedstock": (Use.IND_FEED, Use.LNG_PLANT),
    "power": (Use.POWER, Use.CHP_POWER),
}
GROUP_OF: dict[Use, str] = {word: group for group, words in GROUPS.items() for word in words}
