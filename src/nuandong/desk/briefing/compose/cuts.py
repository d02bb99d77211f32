"""Orderly use: what the run proposes, what was ordered, and what the meter shows of it (T-042, T-045, T-074)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.ground import Ground, both
from nuandong.desk.briefing.content import Cell, Paragraph, Row, Section, Source, Table
from nuandong.desk.frame.rooms import is_built
from nuandong.vocabulary import ConsumerClass

CUTS = ("cuts", "有序用气", "Orderly use")
ORDERS = ("orders", "指令执行", "Orders and what the meter shows")
LINES_TOLD = 15
SENT, OPEN = ("issued", "closed"), ("draft", "approved")
ORDERED, METERED = 3, 4  # columns of the table of orders
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
        nobody = Paragraph(
            "cuts.none",
            "本气日方案不安排压减用户用气（拟压减用户{cuts.users}，气量{cuts.relief}）。",
            "The plan of this gas day cuts nobody ({cuts.users} users, {cuts.relief}).",
        )
        return Section(*CUTS, figures=tuple(figures), paragraphs=(nobody,))
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
    """Orders sent for this gas day: what they are to free, and what the meters of lines in effect show by now."""
    if not is_built("nuandong.desk.dispatch.models"):
        return g.lacking("orders", ORDERS[1:], ("指令模块未启用。", "This desk has no room of orders."))
    models = import_module("nuandong.desk.dispatch.models")
    every = models.Order.objects.filter(gas_day=ground.gas_day).order_by("id")
    told = [(order, _lines(ground, order)) for order in every.filter(state__in=SENT)]
    told = [(order, lines) for order, lines in told if lines.exists()]
    source = Source("指令台账", "list of orders", g.address("orders"))
    if not told:
        return _nothing_sent(every.filter(state__in=OPEN).count(), source)
    rows = tuple(_order_row(ground, order, lines) for order, lines in told)
    planned, metered = (
        [cell.number for row in rows for cell in (row.cells[column],) if cell.number is not None]
        for column in (ORDERED, METERED)
    )
    figures = [
        g.count("orders.sent", ("已下达指令", "orders sent"), len(rows), source, "件"),
        g.flow("orders.planned", ("指令气量", "ordered"), sum(planned), source),
    ]
    words = ("计量数据尚未到达，执行情况待核。", "no meter reading has arrived yet.")
    if metered:
        figures.append(g.flow("orders.metered", ("计量核实压减", "relief metered"), sum(metered), source))
        words = (
            "已到达的计量数据核实压减{orders.metered}。",
            "the meters that were read show {orders.metered}.",
        )
    paragraph = Paragraph(
        "orders.summary",
        "已下达指令{orders.sent}，指令气量{orders.planned}；" + words[0],
        "{orders.sent} orders were sent for {orders.planned}; " + words[1],
    )
    heads = (
        ("指令", "Order"),
        ("种类", "Kind"),
        ("状态", "State"),
        ("指令气量（万立方米）", "Ordered (10⁴ m³)"),
        ("计量压减（万立方米）", "Metered (10⁴ m³)"),
    )
    return Section(*ORDERS, figures=tuple(figures), paragraphs=(paragraph,),
                   tables=(Table("指令执行情况", "Orders", heads, rows),))  # fmt: skip


def _nothing_sent(count: int, source: Source) -> Section:
    figure = g.count("orders.open", ("在办指令", "orders not sent"), count, source, "件")
    paragraph = Paragraph(
        "orders.none",
        "本气日尚未下达指令（在办{orders.open}）。",
        "No order has been sent for this gas day ({orders.open} in preparation).",
    )
    return Section(*ORDERS, figures=(figure,), paragraphs=(paragraph,))


def _lines(ground: Ground, order: Any) -> Any:
    """Lines of an order that lie in the brief's region; all of them for the province."""
    lines = order.lines.all()
    return lines if ground.is_province else lines.filter(county_id__in=ground.scope.regions)


def _order_row(ground: Ground, order: Any, lines: Any) -> Row:
    metered = _metered(order, lines, ground)
    return Row(
        (
            g.text_cell(order.number),
            g.text_cell(*both(order.get_kind_display)),
            g.text_cell(*both(order.get_state_display)),
            g.number_cell(sum(float(line.planned_relief) for line in lines), 2),
            g.text_cell("无计量数据", "no reading") if metered is None else g.number_cell(metered, 2),
        ),
        Source(f"指令{order.number}", f"order {order.number}", g.address("order", order.pk)),
    )


def _metered(order: Any, lines: Any, ground: Ground) -> float | None:
    if not order.is_cut:
        return None
    relief = import_module("nuandong.desk.dispatch.relief")
    total: float | None = relief.relief_of(order, ground.at, lines).total.metered
    return total
