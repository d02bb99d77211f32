"""A balance case as a `pypsa.Network`. PyPSA is an extra; it is imported when it is asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nuandong.balance.case import BalanceCase
from nuandong.balance.certificate import Names
from nuandong.balance.peers.tables import Component, PypsaTables, pypsa_tables
from nuandong.findings import AssuranceError
from nuandong.units import FloatArray

if TYPE_CHECKING:
    import pypsa

KINDS = {
    "carriers": "Carrier",
    "buses": "Bus",
    "generators": "Generator",
    "loads": "Load",
    "links": "Link",
    "stores": "Store",
}


class PeerMissing(AssuranceError):
    """A tool that is an extra is not installed."""

    def __init__(self, tool: str) -> None:
        self.tool = tool
        super().__init__(
            f"没有安装 {tool}，请先执行 pip install 'nuandong[peers]'；nuandong export-pypsa 写 CSV 文件夹，无需安装。"
            f"{tool} is not installed: pip install 'nuandong[peers]'. "
            f"nuandong export-pypsa writes the folder of CSV files without it."
        )


def to_pypsa(
    *,
    case: BalanceCase,
    names: Names | None = None,
    gas_days: tuple[date, ...] = (),
    weights: FloatArray | None = None,
) -> pypsa.Network:
    """A balance case as a network that `optimize()` solves; arguments and units as of `pypsa_tables`.

    What PyPSA cannot be told stands in `network.meta["notes"]` and `["notes_zh"]`. Raises `PeerMissing` where PyPSA is
    not installed.
    """
    return network_of(pypsa_tables(case=case, names=names, gas_days=gas_days, weights=weights))


def network_of(tables: PypsaTables) -> pypsa.Network:
    """The network of some tables; raises `PeerMissing` where PyPSA is not installed."""
    try:
        import pandas
        import pypsa
    except ImportError as absent:
        raise PeerMissing("PyPSA") from absent
    network = pypsa.Network()
    steps = pandas.DatetimeIndex(tables.gas_days) if tables.gas_days else pandas.RangeIndex(tables.days.size)
    network.set_snapshots(steps)
    for purpose in network.snapshot_weightings.columns:
        network.snapshot_weightings[purpose] = tables.days
    for stem, component in tables.components.items():
        if component.name:
            _add(network, stem, component)
    network.meta = meta_of(tables)
    return network


def meta_of(tables: PypsaTables) -> dict[str, object]:
    """What travels beside the components: units, and what PyPSA was not told."""
    return {
        "units": "flow 10^4 m3/day, volume 10^4 m3, cost CNY per m3, objective 10^4 CNY; time in days",
        "notes": [note.text(language="en") for note in tables.notes],
        "notes_zh": [note.text(language="zh") for note in tables.notes],
    }


def _add(network: pypsa.Network, stem: str, component: Component) -> None:
    import pandas

    kind = KINDS[stem]
    names = list(component.name)
    network.add(kind, names, **{key: list(column) for key, column in component.columns.items()})
    for key, series in component.series.items():
        if series.rows.size:
            varying = [names[row] for row in series.rows]
            table = pandas.DataFrame(series.values.T, index=network.snapshots, columns=varying)
            network.dynamic(kind)[key] = table
