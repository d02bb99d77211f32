"""Closed lists of the field: one word for one thing, the same in code, screen, file and table.

Warning levels are *not* here: they are ordered policy data, because provinces and cities have different
lists (three, four or five). Each word has a Chinese and an English label; `label` finds either.
"""

from __future__ import annotations

from enum import StrEnum


class ConsumerClass(StrEnum):
    """Classes of gas use (dossier §5). A class says what the gas does, never who may be cut: policy does."""

    RES_COOK = "RES_COOK"
    RES_HEAT = "RES_HEAT"
    C2G = "C2G"
    CENTRAL_HEAT = "CENTRAL_HEAT"
    CHP_HEAT = "CHP_HEAT"
    PUB_ESS = "PUB_ESS"
    BUS = "BUS"
    TAXI = "TAXI"
    PUB_OTHER = "PUB_OTHER"
    COMM = "COMM"
    COMM_HEAT = "COMM_HEAT"
    VEH_OTHER = "VEH_OTHER"
    IND_FUEL_CONT = "IND_FUEL_CONT"
    IND_FUEL_DISC = "IND_FUEL_DISC"
    IND_FEED = "IND_FEED"
    CHP_POWER = "CHP_POWER"
    POWER = "POWER"
    LNG_PLANT = "LNG_PLANT"
    EXPORT = "EXPORT"
    LOSS = "LOSS"


class SourceKind(StrEnum):
    """Where gas comes from, as a balance shows it (T-015)."""

    TRUNK = "trunk"
    CBM = "cbm"
    TIGHT_GAS = "tight_gas"
    COKE_OVEN_SNG = "coke_oven_sng"
    LNG_PLANT = "lng_plant"
    LNG_TRUCK = "lng_truck"
    STORAGE = "storage"


class NodeKind(StrEnum):
    """What stands at a node of the network."""

    JUNCTION = "junction"
    ENTRY = "entry"
    FIELD = "field"
    PLANT = "plant"
    STORE = "store"
    COUNTY = "county"


class ArcKind(StrEnum):
    """What an arc is. `gate` leads into a county; `join` is a connection that we drew ourselves."""

    PIPE = "pipe"
    TRUNK = "trunk"
    GATE = "gate"
    JOIN = "join"
    COMPRESSOR = "compressor"
    REGULATOR = "regulator"


class StoreKind(StrEnum):
    """Kinds of store; a pipeline's linepack is not one."""

    UNDERGROUND = "underground"
    LNG_TANK = "lng_tank"
    CNG_VESSEL = "cng_vessel"


class RegionKind(StrEnum):
    """Administrative areas; a supply zone is not one."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Evidence(StrEnum):
    """How well a figure is known. All but the first three are marked on screen."""

    STATED = "stated"
    READ = "read"
    MEASURED = "measured"
    RECALLED = "recalled"
    JUDGED = "judged"
    ILLUSTRATIVE = "illustrative"
    GENERATED = "generated"

    @property
    def mark_zh(self) -> str:
        """Short mark shown beside a figure, empty where it needs none."""
        return _MARKS[self][0]

    @property
    def mark_en(self) -> str:
        """English form of the mark."""
        return _MARKS[self][1]


_MARKS: dict[Evidence, tuple[str, str]] = {
    Evidence.STATED: ("", ""),
    Evidence.READ: ("", ""),
    Evidence.MEASURED: ("", ""),
    Evidence.RECALLED: ("待核实", "unverified"),
    Evidence.JUDGED: ("待核实", "unverified"),
    Evidence.ILLUSTRATIVE: ("示意", "illustrative"),
    Evidence.GENERATED: ("生成", "generated"),
}


class WeatherKind(StrEnum):
    """What a temperature is."""

    OBSERVED = "observed"
    FORECAST = "forecast"
    NORMAL = "normal"
    GENERATED = "generated"


class MeasureKind(StrEnum):
    """Measures that close a gap before anybody is cut (T-010, T-016, T-047)."""

    RESERVE = "reserve"
    SPOT_LNG = "spot_lng"
    SWAP = "swap"
    TRANSFER = "transfer"
    SUBSTITUTION = "substitution"
    TEMPERATURE_CAP = "temperature_cap"


class LimitKind(StrEnum):
    """Limits that several flows share."""

    FLEET = "fleet"
    ROAD = "road"
    AGREEMENT = "agreement"
    SWAP = "swap"


class Precedence(StrEnum):
    """What a stock target stands behind: protected use, all use that no order may cut, or every use."""

    PROTECTED = "protected"
    UNORDERED = "unordered"
    LAST = "last"


_LABELS: dict[StrEnum, tuple[str, str]] = {
    ConsumerClass.RES_COOK: ("居民炊事热水", "Household cooking and hot water"),
    ConsumerClass.RES_HEAT: ("居民壁挂炉采暖", "Household boilers"),
    ConsumerClass.C2G: ("煤改气", "Coal-to-gas households"),
    ConsumerClass.CENTRAL_HEAT: ("集中供热", "Central heating"),
    ConsumerClass.CHP_HEAT: ("热电联产供热", "CHP, heat"),
    ConsumerClass.PUB_ESS: ("医院学校福利机构", "Hospitals, schools, welfare"),
    ConsumerClass.BUS: ("公交", "Buses"),
    ConsumerClass.TAXI: ("出租车", "Taxis"),
    ConsumerClass.PUB_OTHER: ("其他公共服务", "Other public service"),
    ConsumerClass.COMM: ("商业", "Commerce"),
    ConsumerClass.COMM_HEAT: ("商业及办公采暖", "Commercial and office heating"),
    ConsumerClass.VEH_OTHER: ("社会车辆", "Other vehicles"),
    ConsumerClass.IND_FUEL_CONT: ("连续生产工业燃料", "Industry fuel, continuous"),
    ConsumerClass.IND_FUEL_DISC: ("非连续生产工业燃料", "Industry fuel, non-continuous"),
    ConsumerClass.IND_FEED: ("化工原料", "Chemical feedstock"),
    ConsumerClass.CHP_POWER: ("热电联产发电", "CHP, power"),
    ConsumerClass.POWER: ("燃气发电", "Gas power"),
    ConsumerClass.LNG_PLANT: ("液化工厂", "Liquefaction plants"),
    ConsumerClass.EXPORT: ("外输省外", "Export"),
    ConsumerClass.LOSS: ("输差损耗", "Losses"),
    SourceKind.TRUNK: ("国家干线", "Trunk pipelines"),
    SourceKind.CBM: ("煤层气", "Coal-bed methane"),
    SourceKind.TIGHT_GAS: ("致密气", "Tight gas"),
    SourceKind.COKE_OVEN_SNG: ("焦炉煤气制气", "Coke-oven SNG"),
    SourceKind.LNG_PLANT: ("LNG 工厂回供", "LNG plants, returned"),
    SourceKind.LNG_TRUCK: ("LNG 槽车", "Trucked LNG"),
    SourceKind.STORAGE: ("储气", "Storage"),
    NodeKind.JUNCTION: ("枢纽", "Junction"),
    NodeKind.ENTRY: ("干线分输口", "Trunk entry"),
    NodeKind.FIELD: ("气田", "Field"),
    NodeKind.PLANT: ("工厂", "Plant"),
    NodeKind.STORE: ("储气点", "Store"),
    NodeKind.COUNTY: ("县区", "County"),
    ArcKind.PIPE: ("省级管道", "Provincial pipeline"),
    ArcKind.TRUNK: ("国家干线", "Trunk pipeline"),
    ArcKind.GATE: ("分输支线", "County branch"),
    ArcKind.JOIN: ("本系统连接", "Joined by us"),
    ArcKind.COMPRESSOR: ("压气站", "Compressor"),
    ArcKind.REGULATOR: ("调压站", "Regulator"),
    StoreKind.UNDERGROUND: ("地下储气库", "Underground store"),
    StoreKind.LNG_TANK: ("LNG 储罐", "LNG tank"),
    StoreKind.CNG_VESSEL: ("CNG 储罐", "CNG vessel"),
    RegionKind.PROVINCE: ("省", "Province"),
    RegionKind.CITY: ("市", "City"),
    RegionKind.COUNTY: ("县", "County"),
    Evidence.STATED: ("文件载明", "Stated in the notice"),
    Evidence.READ: ("公开来源", "Read in a public source"),
    Evidence.MEASURED: ("实测计算", "Computed from a record"),
    Evidence.RECALLED: ("待核实", "Recalled, unverified"),
    Evidence.JUDGED: ("研判待核实", "Judged, unverified"),
    Evidence.ILLUSTRATIVE: ("示意", "Illustrative"),
    Evidence.GENERATED: ("生成", "Generated"),
    WeatherKind.OBSERVED: ("实况", "Observed"),
    WeatherKind.FORECAST: ("预报", "Forecast"),
    WeatherKind.NORMAL: ("常年", "Normal"),
    WeatherKind.GENERATED: ("生成", "Generated"),
    MeasureKind.RESERVE: ("应急储备投放", "Emergency reserve"),
    MeasureKind.SPOT_LNG: ("现货 LNG", "Spot LNG"),
    MeasureKind.SWAP: ("资源串换", "Swap"),
    MeasureKind.TRANSFER: ("煤层气调运", "CBM transfer"),
    MeasureKind.SUBSTITUTION: ("能源替代", "Substitution"),
    MeasureKind.TEMPERATURE_CAP: ("控温", "Temperature cap"),
    LimitKind.FLEET: ("槽车运力", "Tanker fleet"),
    LimitKind.ROAD: ("道路", "Road"),
    LimitKind.AGREEMENT: ("协议", "Agreement"),
    LimitKind.SWAP: ("资源串换", "Swap"),
    Precedence.PROTECTED: ("仅次于民生", "Behind protected use"),
    Precedence.UNORDERED: ("先于可压减用气", "Before uses that orders may cut"),
    Precedence.LAST: ("后于全部用气", "Behind every use"),
}


def label(word: StrEnum, *, language: str = "zh") -> str:
    """Label of a word of this vocabulary in `zh` or `en`; KeyError for a word that is not in it."""
    zh, en = _LABELS[word]
    return zh if language.startswith("zh") else en
