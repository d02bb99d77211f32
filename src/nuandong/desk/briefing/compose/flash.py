"""The flash report: one incident or one declaration, its seven fields and its clocks, to the government (T-096).

The plan of 2021 names seven fields of a report of an incident: time, place, source of the message, supply and demand,
what is affected, trend, measures taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from nuandong.desk.briefing.compose import ground as g
from nuandong.desk.briefing.compose.balance import area_balance, province_balance
from nuandong.desk.briefing.compose.evidence import evidence_section
from nuandong.desk.briefing.compose.ground import Ground, both
from nuandong.desk.briefing.compose.incidents import incident_source
from nuandong.desk.briefing.compose.levels import declaration_source, level_section, level_words
from nuandong.desk.briefing.compose.stores import store_section
from nuandong.desk.briefing.content import Content, Figure, Paragraph, Row, Section, Source, Table
from nuandong.policy import PolicyBook
from nuandong.warning import Clock, ClockKind, Gravity, Passed, clocks_of

EVENT = ("event", "基本情况", "What happened")
CLOCKS = ("clocks", "时限执行情况", "Clocks")
DECLARED = ("declaration", "预警发布情况", "The declaration")
NO_WORDS = ("尚未核实，后续续报", "not verified yet; a further report follows")
NO_RUN = ("该气日尚无推演。", "This gas day has not been assessed.")
FIELDS = (  # those of the seven that are told in words, after time and place
    ("source", "信息来源", "source of the message"),
    ("supply_demand", "供需状况", "supply and demand"),
    ("affected", "影响范围", "what is affected"),
    ("trend", "发展趋势", "trend"),
    ("measures", "已采取措施", "measures taken"),
)
GRAVITY = {
    Gravity.ORDINARY: ("一般", "ordinary"),
    Gravity.LARGER: ("较大", "larger"),
    Gravity.MAJOR: ("重大", "major"),
}
CLOCK_WORDS = {
    ClockKind.VOICE: ("电话报告", "told by voice"),
    ClockKind.WRITTEN: ("书面报告", "written report"),
    ClockKind.REPORT: ("预案规定的书面报告", "written report by the plan"),
    ClockKind.VERIFY: ("核实后报指挥部", "verified and passed on"),
    ClockKind.FOLLOW_UP: ("续报", "further report"),
    ClockKind.REVIEW: ("总结评估", "review"),
}


def incident_flash(*, incident: Any, ground: Ground | None, policy: PolicyBook, at: datetime) -> Content:
    """A flash report of an incident; what the day's run says stands below where there is a run."""
    sections = [_event(incident), _clocks(incident, policy, at)]
    if ground is not None:
        sections += [_balance(ground), level_section(ground), evidence_section(ground)]
    else:
        sections.append(g.lacking("balance", ("供需平衡", "Demand and supply"), NO_RUN))
    return Content(tuple(sections))


def declaration_flash(*, declaration: Any, ground: Ground) -> Content:
    """A flash report of a declared level, with the figures of the run it was declared on."""
    sections = (_declaration(declaration, ground), _balance(ground), level_section(ground), store_section(ground),
                evidence_section(ground))  # fmt: skip
    return Content(sections)


def _balance(ground: Ground) -> Section:
    return province_balance(ground) if ground.is_province else area_balance(ground)


def _event(incident: Any) -> Section:
    source = incident_source(incident)
    kind = _kind_words(incident)
    figures = [
        g.words("event.kind", ("事件", "event"), kind, source),
        g.words("event.gravity", ("等级", "gravity"), GRAVITY[Gravity(incident.gravity)], source),
        g.instant("event.at", ("时间", "time"), incident.happened_at or incident.found_at, source),
        g.instant("event.found", ("发现时间", "found"), incident.found_at, source),
        _private(g.words("event.place", ("地点", "place"), (incident.place,) * 2, source)),
        _private(g.count("event.homes", ("涉及居民", "households"), incident.households, source, "户")),
        g.count("event.hurt", ("伤亡", "casualties"), incident.dead + incident.injured, source, "人"),
    ]
    paragraphs = [
        Paragraph(
            "event.summary",
            "{event.at}，{event.place}发生{event.kind}（{event.gravity}），{event.found}发现；涉及居民{event.homes}，"
            "伤亡{event.hurt}。",
            "{event.at}: {event.kind} at {event.place} ({event.gravity}), found at {event.found}; {event.homes} "
            "households affected, {event.hurt} casualties.",
        )
    ]
    for name, zh, en in FIELDS:
        told = str(getattr(incident, name)).strip()
        figures.append(
            _private(g.words(f"event.{name}", (zh, en), (told,) * 2 if told else NO_WORDS, source))
        )
        paragraphs.append(
            Paragraph(f"event.{name}", f"{zh}：{{event.{name}}}。", f"{en.capitalize()}: {{event.{name}}}.")
        )
    return Section(*EVENT, figures=tuple(figures), paragraphs=tuple(paragraphs))


def _kind_words(incident: Any) -> tuple[str, str]:
    """What happened; of an accident also which kind it was, and where (T-087)."""
    zh, en = both(incident.get_kind_display)
    if not incident.accident:
        return zh, en
    more = [both(incident.get_accident_display)]
    more += [both(incident.get_setting_display)] if incident.setting else []
    return (
        f"{zh}（{'，'.join(one for one, _ in more)}）",
        f"{en} ({', '.join(one.lower() for _, one in more)})",
    )


def _clocks(incident: Any, policy: PolicyBook, at: datetime) -> Section:
    """Every clock of the incident: by when, done when, and whether it has run out."""
    clocks = clocks_of(
        passed=_passed(incident.entries.all(), incident.found_at),
        gravity=Gravity(incident.gravity),
        policy=policy,
        day=incident.found_at.date(),
    )
    source = incident_source(incident)
    late = sum(clock.is_overdue(at) for clock in clocks)
    figures = (
        g.count("clocks.count", ("时限", "clocks"), len(clocks), source, "项"),
        g.count("clocks.late", ("超时", "missed"), late, source, "项"),
    )
    paragraph = Paragraph("clocks.summary", "本事件适用时限{clocks.count}，超时{clocks.late}。",
                          "{clocks.count} clocks apply; {clocks.late} were missed.")  # fmt: skip
    heads = (("事项", "What"), ("时限", "Due"), ("完成", "Done"), ("状态", "State"))
    rows = tuple(_clock_row(clock, source, at) for clock in clocks)
    return Section(
        *CLOCKS, figures=figures, paragraphs=(paragraph,), tables=(Table("报告时限", "Clocks", heads, rows),)
    )


def _clock_row(clock: Clock, source: Source, at: datetime) -> Row:
    done = ("未完成", "open") if clock.done_at is None else g.instant_words(clock.done_at)
    state = ("超时", "missed") if clock.is_overdue(at) else ("正常", "in time")
    mark = ("（待核实）", " (unverified)") if clock.rule.is_marked else ("", "")
    words = CLOCK_WORDS[clock.kind]
    return Row(
        (
            g.text_cell(words[0] + mark[0], words[1] + mark[1]),
            g.text_cell(*g.instant_words(clock.due_at)),
            g.text_cell(*done),
            g.text_cell(*state),
        ),
        source,
    )


def _passed(entries: Iterable[Any], found_at: datetime) -> Passed:
    """The instants that the incident's entries tell of: the first of each act, of further reports the last."""
    first: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    for entry in entries:
        first.setdefault(str(entry.act), entry.at)
        last[str(entry.act)] = entry.at
    return Passed(
        found=found_at,
        voiced=first.get("voiced"),
        reported=first.get("reported"),
        verified=first.get("verified"),
        followed_up=last.get("followed_up"),
        closed=last.get("closed"),
        reviewed=last.get("reviewed"),
    )


def _declaration(declaration: Any, ground: Ground) -> Section:
    source = declaration_source(declaration)
    level, before = (level_words(ground, key) for key in (declaration.level, declaration.previous_level))
    scope = declaration.scope_zh, declaration.scope_en or declaration.scope_zh
    figures: list[Figure] = [
        g.instant("declaration.at", ("发布时间", "declared at"), declaration.declared_at, source),
        g.words("declaration.level", ("级别", "level"), level, source),
        g.words("declaration.of", ("范围", "of"), scope, source),
        g.words("declaration.day", ("自气日", "from gas day"), g.full_day_words(declaration.gas_day), source),
        g.words("declaration.before", ("原级别", "level before"), before, source),
    ]
    zh = "{declaration.at}，经批准，{declaration.of}自{declaration.day}气日起执行{declaration.level}"
    zh += "（原为{declaration.before}）。"
    en = (
        "At {declaration.at} {declaration.level} was declared for {declaration.of}, from the gas day {declaration.day} "
        "on (before: {declaration.before})."
    )
    paragraphs = [Paragraph("declaration.summary", zh, en)]
    if declaration.reason.strip():
        figures.append(
            g.words("declaration.why", ("发布理由", "reason"), (declaration.reason.strip(),) * 2, source)
        )
        paragraphs.append(
            Paragraph("declaration.why", "发布理由：{declaration.why}。", "Reason: {declaration.why}.")
        )
    return Section(*DECLARED, figures=tuple(figures), paragraphs=tuple(paragraphs))


def _private(figure: Figure) -> Figure:
    return replace(figure, is_private=True)
