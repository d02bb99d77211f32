"""Orderly use: what the run proposes, what was ordered, and what the meter shows of it (T-042, T-045, T-074)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from typing import Any

from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.ground import Ground
from nuandong.desk.briefing.content import Cell, Figure, Paragraph, Row, Section, Source, Table
from nuandong.desk.frame.rooms import is_built
from nuandong.gasday import begin_of, end_of
from nuandong.vocabulary import ConsumerClass

CUTS = ("cuts", "有序用气", "Orderly use")
ORDERS = ("orders", "指令执行", "Orders and what the meter shows")
LINES_TOLD = 30
SENT = ("issued", "closed")
STATES = {"reduce": ("减", "reduce"), "stop": ("停", "stop")}


def cut_section(ground: Ground) -> Section:
    """The proposal of the run: users, relief by step of the cut order, and that nobody protected is in it."""
    cuts, source = ground.picture.cuts, ground.day_source
    count, relief = len(cuts.point), float(sum(map(float, cuts.relief)))
    figures = [
        g.count("cuts.users", ("拟压减用户", "users in the proposal"), len(set(cuts.user)), source, "户"),
        g.flow("cuts.relief", ("拟压减气量", "relief proposed"), relief, source),
    ]
    if not count:
        paragraphs = [Paragraph("cuts.none", "本气日方案不安排压减用户用气（拟压减用户{cuts.users}，气量{cuts.relief}）。",
                                "The plan of this gas day cuts nobody ({cuts.users} users, {cuts.relief}).")]  # fmt: skip
        return Section(*CUTS, figures=tuple(figures), paragraphs=tuple(paragraphs))
    protected = ground.policy.protected_classes(day=ground.gas_day)
    inside = sum(ConsumerClass(word) in protected for word in cuts.consumer_class)
    figures.append(
        g.count("cuts.protected", ("其中民生用户", "protected users among them"), inside, source, "户")
    )
    paragraph = Paragraph(
        "cuts.summary",
        "按“压非保民”次序，方案拟压减{cuts.users}、气量{cuts.relief}，其中居民等民生用户{cuts.protected}。",
        "In the cut order the plan asks {cuts.users} users for {cuts.relief}; protected users among them: "
        "{cuts.protected}.",
    )
    return Section(
        *CUTS, figures=tuple(figures), paragraphs=(paragraph,), tables=(_by_step(ground), _by_user(ground))
    )


def _by_step(ground: Ground) -> Table:
    tiers, cuts = ground.picture.tiers, ground.picture.cuts
    rows = []
    for row, key in enumerate(tiers.tier):
        users = {user for user, tier in zip(cuts.user, cuts.tier, strict=True) if tier == key}
        freed = sum(float(relief) for relief, tier in zip(cuts.relief, cuts.tier, strict=True) if tier == key)
        if users:
            name = g.text_cell(tiers.name_zh[row], tiers.name_en[row])
            rows.append(
                Row(
                    (name, Cell(*(str(len(users)),) * 2, len(users)), g.number_cell(freed, 2)),
                    ground.day_source,
                )
            )
    heads = (("次序档", "Step"), ("用户（户）", "Users"), ("拟压减（万立方米）", "Relief (10⁴ m³)"))
    return Table("按压减次序", "By step of the cut order", heads, tuple(rows))


def _by_user(ground: Ground) -> Table:
    """The users with most to give; all of them stand on the page of the day."""
    cuts, counties = ground.picture.cuts, ground.picture.counties
    places = dict(zip(counties.county, zip(counties.name_zh, counties.name_en, strict=True), strict=True))
    order = sorted(range(len(cuts.point)), key=lambda row: (-float(cuts.relief[row]), cuts.order[row]))
    rows = tuple(
        Row(
            (
                g.text_cell(cuts.name_zh[row], cuts.name_en[row], is_private=True),
                g.text_cell(*places.get(cuts.county[row], (cuts.county[row],) * 2)),
                g.text_cell(*STATES.get(cuts.state[row], (cuts.state[row],) * 2)),
                g.number_cell(float(cuts.load[row]), 2),
                g.number_cell(float(cuts.relief[row]), 2),
            ),
            Source(
                f"{cuts.name_zh[row]}压减理由页", f"why {cuts.name_en[row] or cuts.name_zh[row]}",
                g.address("why-user", ground.gas_day, cuts.user[row]),
            ),
        )
        for row in order[:LINES_TOLD]
    )  # fmt: skip
    heads = (
        ("用户", "User"),
        ("县（市、区）", "County"),
        ("方式", "Do"),
        ("用气（万立方米）", "Load (10⁴ m³)"),
        ("拟压减（万立方米）", "Relief (10⁴ m³)"),
    )
    zh = (
        "拟压减用户"
        if len(order) <= LINES_TOLD
        else f"拟压减用户（前{LINES_TOLD}户，全部{len(order)}条见气日页）"
    )
    en = (
        "Users"
        if len(order) <= LINES_TOLD
        else f"Users (the first {LINES_TOLD}; all {len(order)} lines on the page of the day)"
    )
    return Table(zh, en, heads, rows)


def order_section(ground: Ground) -> Section:
    """Orders sent for this gas day: planned relief against what the meter shows by now."""
    if not is_built("nuandong.desk.dispatch.models"):
        return g.lacking("orders", ORDERS[1:], ("指令模块未启用。", "This desk has no room of orders."))
    models = import_module("nuandong.desk.dispatch.models")
    every = models.Order.objects.visible_to(ground.account).filter(gas_day=ground.gas_day)
    orders = tuple(every.filter(state__in=SENT).order_by("id"))
    if not orders:
        open_ones = every.exclude(state="withdrawn").count()
        figure = g.count("orders.open", ("在办指令", "orders not sent"), open_ones, ground.day_source, "件")
        paragraph = Paragraph("orders.none", "本气日尚未下达指令（在办{orders.open}）。",
                              "No order has been sent for this gas day ({orders.open} in preparation).")  # fmt: skip
        return Section(*ORDERS, figures=(figure,), paragraphs=(paragraph,))
    rows = tuple(_order_row(ground, order) for order in orders)
    planned = sum(row.cells[2].number or 0.0 for row in rows)
    figures = [
        g.count("orders.sent", ("已下达指令", "orders sent"), len(orders), ground.day_source, "件"),
        g.flow("orders.planned", ("指令压减气量", "relief ordered"), planned, ground.day_source),
    ]
    metered, words = _metered_words(rows, ground, figures)
    heads = (
        ("指令", "Order"),
        ("状态", "State"),
        ("指令气量（万立方米）", "Ordered (10⁴ m³)"),
        ("计量压减（万立方米）", "Metered (10⁴ m³)"),
    )
    paragraph = Paragraph(
        "orders.summary",
        "已下达指令{orders.sent}，指令气量{orders.planned}；" + words[0],
        "{orders.sent} orders were sent for {orders.planned}; " + words[1],
    )
    return Section(*ORDERS, figures=(*figures, *metered), paragraphs=(paragraph,),
                   tables=(Table("指令执行情况", "Orders", heads, rows),))  # fmt: skip


def _metered_words(
    rows: Iterable[Row], ground: Ground, figures: list[Figure]
) -> tuple[tuple[Figure, ...], tuple[str, str]]:
    known = [row.cells[3].number for row in rows if row.cells[3].number is not None]
    if not known:
        return (), ("计量数据尚未到达，执行情况待核。", "no meter reading has arrived yet.")
    figure = g.flow("orders.metered", ("计量压减气量", "relief metered"), sum(known), ground.day_source)
    return (figure,), ("计量核实压减{orders.metered}。", "the meter shows {orders.metered}.")


def _order_row(ground: Ground, order: Any) -> Row:
    lines = list(order.lines.all())
    planned = sum(float(line.planned_relief) for line in lines)
    metered = metered_relief(ground, lines)
    return Row(
        (
            g.text_cell(f"第{order.pk}号", f"No. {order.pk}"),
            g.text_cell(*_state_words(order)),
            g.number_cell(planned, 2),
            g.text_cell("无计量数据", "no reading") if metered is None else g.number_cell(metered, 2),
        ),
        Source(f"第{order.pk}号指令", f"order {order.pk}", g.address("order", order.pk)),
    )


def _state_words(order: Any) -> tuple[str, str]:
    return {"issued": ("已下达", "sent"), "closed": ("已办结", "closed")}.get(order.state, (order.state,) * 2)


def metered_relief(ground: Ground, lines: Iterable[Any]) -> float | None:
    """Load less metered flow over the lines that have a reading of this gas day; None where none has."""
    if not is_built("nuandong.desk.reporting.readings.metered"):
        return None
    flow_of = import_module("nuandong.desk.reporting.readings.metered").flow_of
    loads = dict(zip(ground.picture.cuts.point, map(float, ground.picture.cuts.load), strict=True))
    begins, ends = begin_of(ground.gas_day), min(end_of(ground.gas_day), ground.at)
    found = [
        loads[line.point_id] - reading.flow
        for line in lines
        if line.point_id in loads and ends > begins
        for reading in [_reading(flow_of, line.point_id, begins, ends, ground.at)]
        if reading is not None
    ]
    return sum(found) if found else None


def _reading(flow_of: Any, point: str, begins: datetime, ends: datetime, known_at: datetime) -> Any:
    return flow_of(point=point, begins=begins, ends=ends, known_at=known_at)
