"""What stands in store and how long it lasts (T-056, T-074)."""

from __future__ import annotations

import numpy as np

from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.ground import Ground
from nuandong.desk.briefing.content import Paragraph, Row, Section, Table
from nuandong.vocabulary import StoreKind, label

STORES = ("stores", "储气库存", "Storage")
NAMED = 12  # the largest by name; the others in one line


def store_section(ground: Ground) -> Section:
    """Inventory, fill, send-out and days of cover; the days are at full send-out of the stores together."""
    table, source = ground.picture.stores, ground.day_source
    if not table.store:
        return g.lacking(
            "stores",
            STORES[1:],
            ("推演结果中没有本区域的储气设施。", "The run holds no store of this region."),
        )
    held, room = float(table.inventory[:, 0].sum()), float(table.working_capacity.sum())
    most, given = float(table.sendout_max.sum()), float(table.sendout[:, 0].sum())
    figures = (
        g.volume("stores.held", ("库存", "in store"), held, source),
        g.share("stores.fill", ("库存占工作气量", "fill"), held / max(room, g.NOTHING), source),
        g.flow("stores.given", ("当日采气", "withdrawal of the day"), given, source),
        g.days(
            "stores.cover",
            ("按最大外输能力可用天数", "days at full send-out"),
            held / max(most, g.NOTHING),
            source,
        ),
    )
    paragraph = Paragraph(
        "stores.summary",
        "气日开始时储气设施库存{stores.held}，为工作气量的{stores.fill}；方案当日采气{stores.given}；按最大外输能力测算，"
        "可用{stores.cover}。",
        "At the begin of the gas day stores hold {stores.held}, {stores.fill} of their working capacity; the plan "
        "takes {stores.given}; at full send-out they last {stores.cover}.",
    )
    heads = (
        ("储气设施", "Store"),
        ("类型", "Kind"),
        ("库存（万立方米）", "In store (10⁴ m³)"),
        ("占比（%）", "Fill (%)"),
        ("采气（万立方米）", "Taken (10⁴ m³)"),
        ("可用天数", "Days of cover"),
    )
    order = np.argsort(-table.working_capacity, kind="stable")
    rows = [_row(ground, int(row)) for row in order[:NAMED]]
    if len(order) > NAMED:
        rows.append(_rest(ground, order[NAMED:]))
    return Section(*STORES, figures=figures, paragraphs=(paragraph,),
                   tables=(Table("储气设施情况", "Stores", heads, tuple(rows)),))  # fmt: skip


def _row(ground: Ground, row: int) -> Row:
    table = ground.picture.stores
    kind = StoreKind(table.kind[row])
    return Row(
        (
            g.text_cell(table.name_zh[row], table.name_en[row]),
            g.text_cell(label(kind, language="zh"), label(kind, language="en")),
            g.number_cell(float(table.inventory[row, 0]), 0),
            g.percent_cell(float(table.fill[row])),
            g.number_cell(float(table.sendout[row, 0])),
            g.number_cell(float(table.days_of_cover[row])),
        ),
        ground.day_source,
    )


def _rest(ground: Ground, rows: np.ndarray) -> Row:
    table = ground.picture.stores
    held, most = float(table.inventory[rows, 0].sum()), float(table.sendout_max[rows].sum())
    room = float(table.working_capacity[rows].sum())
    return Row(
        (
            g.text_cell(f"其余{len(rows)}座", f"{len(rows)} others"),
            g.text_cell("—"),
            g.number_cell(held, 0),
            g.percent_cell(held / max(room, g.NOTHING)),
            g.number_cell(float(table.sendout[rows, 0].sum())),
            g.number_cell(held / max(most, g.NOTHING)),
        ),
        ground.day_source,
    )
