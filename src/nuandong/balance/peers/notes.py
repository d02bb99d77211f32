"""What of a case PyPSA's components cannot be told, as findings that travel with the export."""

from __future__ import annotations

from nuandong.balance.case import BalanceCase
from nuandong.findings import Finding, Findings, Place, Severity

CURE_ZH = "未写入 PyPSA 构件，求解时请加 extra_functionality=pypsa_terms(…)"
CURE_EN = "PyPSA's components cannot hold them; solve with extra_functionality=pypsa_terms(…)"


def notes_on(case: BalanceCase) -> Findings:
    """One warning for each table of the case that the components leave out; none for a plain case."""
    left_out = (
        ("totals", case.totals.count, "项时段总量（季合同、照付不议、车队、串换）", "volumes over a window"),
        ("targets", case.targets.count, "项库存目标", "stock targets"),
        ("curves", case.curves.count, "段外输曲线", "pieces of send-out curves"),
    )
    return Findings(
        tuple(
            Finding(
                code=f"export-without-{table}",
                place=Place(table),
                value=str(count),
                wanted_zh=f"{zh}{CURE_ZH}",
                wanted_en=f"{en}: {CURE_EN}",
                severity=Severity.WARNING,
            )
            for table, count, zh, en in left_out
            if count
        )
    )
