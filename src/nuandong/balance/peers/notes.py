"""What of a case PyPSA's components cannot be told, as findings that travel with the export."""

from __future__ import annotations

from nuandong.balance.case import BalanceCase
from nuandong.findings import Finding, Findings, Place, Severity

CURE_ZH = (
    "未写入 PyPSA 构件；只用导出的网络求解，不是同一个问题，而是更宽松的另一个。求解时请加 "
    "extra_functionality=found.terms()，found 为 day_problem 或 season_problem 的结果（数组则用 pypsa_terms(case=…)）"
)
CURE_EN = (
    "PyPSA's components cannot hold them: the exported network alone is NOT THE SAME PROBLEM but a looser one. Solve "
    "with extra_functionality=found.terms(), found being what day_problem or season_problem gave (for arrays "
    "pypsa_terms(case=…))"
)


def notes_on(case: BalanceCase) -> Findings:
    """One warning for each table of the case that the components leave out; none for a plain case."""
    left_out = (
        (
            "totals",
            case.totals.count,
            "项时段总量（季合同、照付不议、车队、串换）",
            "volumes over a window (season contracts, take or pay, fleets, swaps)",
        ),
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
