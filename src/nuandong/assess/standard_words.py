"""Why the N-1 formula and the network agree or not, in words."""

from __future__ import annotations

from nuandong.risk import NMinusOne
from nuandong.units import Flow

SHOWN = 0.05  # 10^4 m3/day: less than this is nothing with one decimal


def explained(formula: NMinusOne, demand: Flow, *, missing: Flow, no_gas: Flow) -> tuple[str, str]:
    """Chinese and English: of what the network misses (10^4 m3/day), how much is gas, how much is full pipes."""
    delivered, pipes = (demand - missing) / demand, missing - no_gas
    verdict = ("合格", "passes") if formula.passes else ("不合格", "fails")
    zh = f"公式 {formula.share:.1%}（{verdict[0]}），管网实际可供 {delivered:.1%}"
    en = f"formula {formula.share:.1%} ({verdict[1]}), the network delivers {delivered:.1%}"
    if missing < SHOWN and formula.passes:
        return f"{zh}：一致", f"{en}: they agree"
    if pipes >= SHOWN:
        zh += f"；其中 {pipes:,.1f} 万m³/d 因管道满负荷送不到，公式不计管内瓶颈"
        en += f"; {pipes:,.1f}×10⁴ m³/d cannot get there because pipes are full, which no sum of capacities sees"
    if no_gas >= SHOWN and formula.passes:
        zh += f"；{no_gas:,.1f} 万m³/d 上游无气可供，公式把入口能力当作有气"
        en += f"; for {no_gas:,.1f}×10⁴ m³/d there is no gas upstream, while the formula counts entries as full of it"
    elif no_gas >= SHOWN:
        zh += f"；{no_gas:,.1f} 万m³/d 为气源不足"
        en += f"; {no_gas:,.1f}×10⁴ m³/d is lack of gas"
    if not formula.passes and missing < SHOWN:
        zh += "；公式只计界内能力，管网可从邻区补足"
        en += "; the formula counts the area's own capacities, neighbours can make up the rest"
    return zh, en
