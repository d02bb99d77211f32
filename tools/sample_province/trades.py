"""Invented names of large users by trade, and how a class behaves when it is cut."""

from __future__ import annotations

from dataclasses import dataclass

from nuandong.vocabulary import ConsumerClass

ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八")
TRADES: dict[str, tuple[tuple[str, str], ...]] = {
    "glass": (("玻璃厂", "glass works"),),
    "ceramics": (("陶瓷厂", "ceramics works"),),
    "aluminium": (("氧化铝厂", "alumina works"),),
    "steel": (("轧钢厂", "rolling mill"),),
    "refractory": (("耐火材料厂", "refractory works"),),
    "foundry": (("铸造厂", "foundry"),),
    "kiln": (("建材窑炉厂", "kiln works"),),
}
KNOWN_FOR = {
    "140108": "steel", "140727": "glass", "140823": "steel", "140522": "ceramics", "140681": "ceramics",
    "140622": "ceramics", "140525": "ceramics", "140882": "aluminium", "141130": "aluminium",
    "141181": "aluminium", "141123": "aluminium", "140981": "aluminium", "140321": "refractory",
    "140311": "refractory", "140322": "refractory", "141021": "steel", "141022": "steel", "141129": "steel",
    "140921": "foundry", "140703": "foundry", "141023": "foundry",
}  # fmt: skip
ROUND = ("kiln", "glass", "foundry", "steel")
DISC = (
    ("食品厂", "food works"), ("机械厂", "machine works"), ("制药厂", "pharmaceutical works"), ("酿酒厂", "distillery"),
    ("纺织厂", "textile works"), ("乳品厂", "dairy"), ("涂装厂", "coating works"), ("果汁厂", "juice works"),
)  # fmt: skip
FEED = (("化肥厂", "fertiliser works"), ("甲醇厂", "methanol works"), ("合成氨厂", "ammonia works"))


@dataclass(frozen=True)
class Manner:
    """How a class is cut: least load, ramp and notice (judged defaults of the cut order)."""

    safe: tuple[float, float]
    ramp: tuple[float, ...]
    notice: float
    department: str


MANNERS = {
    ConsumerClass.LNG_PLANT: Manner((0.02, 0.05), (2.0, 4.0), 4.0, "能源局"),
    ConsumerClass.IND_FEED: Manner((0.35, 0.5), (8.0, 12.0), 24.0, "工业和信息化局"),
    ConsumerClass.IND_FUEL_DISC: Manner((0.0, 0.0), (1.0, 2.0), 8.0, "工业和信息化局"),
    ConsumerClass.IND_FUEL_CONT: Manner((0.12, 0.3), (6.0, 12.0), 24.0, "工业和信息化局"),
    ConsumerClass.COMM_HEAT: Manner((0.1, 0.2), (1.0,), 8.0, "住房和城乡建设局"),
    ConsumerClass.COMM: Manner((0.3, 0.3), (1.0,), 8.0, "商务局"),
    ConsumerClass.VEH_OTHER: Manner((0.0, 0.0), (1.0,), 4.0, "交通运输局"),
    ConsumerClass.PUB_OTHER: Manner((0.7, 0.7), (2.0,), 24.0, "住房和城乡建设局"),
    ConsumerClass.POWER: Manner((0.0, 0.0), (2.0,), 4.0, "能源局"),
    ConsumerClass.CHP_POWER: Manner((0.0, 0.1), (4.0,), 8.0, "能源局"),
    ConsumerClass.CHP_HEAT: Manner((1.0, 1.0), (6.0,), 24.0, "住房和城乡建设局"),
}

GROUPS = {
    ConsumerClass.COMM: ("商业用户组", "commerce"),
    ConsumerClass.COMM_HEAT: ("商业办公采暖用户组", "commercial heating"),
    ConsumerClass.VEH_OTHER: ("社会车辆加气站组", "filling stations"),
    ConsumerClass.PUB_OTHER: ("其他公共服务用户组", "other public service"),
    ConsumerClass.IND_FUEL_DISC: ("小型非连续工业用户组", "small non-continuous industry"),
    ConsumerClass.IND_FUEL_CONT: ("小型连续工业用户组", "small continuous industry"),
}


def works_name(county: str, kind: ConsumerClass, number: int) -> tuple[str, str]:
    """Trade of the n-th invented works of a class in a county."""
    if kind is ConsumerClass.IND_FUEL_CONT:
        trade = KNOWN_FOR.get(county, ROUND[(int(county) + number) % len(ROUND)])
        return TRADES[trade][0]
    if kind is ConsumerClass.IND_FUEL_DISC:
        return DISC[(int(county) + number) % len(DISC)]
    if kind is ConsumerClass.IND_FEED:
        return FEED[(int(county) + number) % len(FEED)]
    return {
        ConsumerClass.LNG_PLANT: ("液化工厂", "LNG plant"),
        ConsumerClass.POWER: ("煤层气电站", "gas power station"),
        ConsumerClass.COMM: ("商业综合体", "shopping centre"),
    }[kind]
