# ruff: noqa: F811 (fixtures are imported and asked for by name)
"""What briefs say: figures from records, each with its source (T-072, T-074, T-096)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from nuandong.desk.alerts.levels import level_in_force
from nuandong.desk.alerts.models import Incident
from nuandong.desk.briefing import actions
from nuandong.desk.briefing.content import from_plain, printed, to_plain
from nuandong.desk.briefing.models import Brief
from nuandong.desk.briefing.paper.sheet import sheet_of
from nuandong.desk.briefing.proof import digest_of
from nuandong.desk.directory.models import Region
from nuandong.desk.outlook.models import Run
from nuandong.desk.outlook.pictures import picture_for
from nuandong.desk.reporting.board import HAVE_FILED, board_of
from tests.desk.alerting import everything_alerted
from tests.desk.brief_fixtures import KEPT, draft, entered, province, run, signed  # noqa: F401
from tests.desk.roles import COUNTY, PROVINCE

pytestmark = pytest.mark.django_db


# ---- what it says ------------------------------------------------------------------------------------------


def test_figures_of_the_brief_are_those_of_the_run(draft: Brief, run: Run, account: Any) -> None:
    picture = picture_for(run, account("province"))
    told = draft.told.figures
    for key, number in {
        "balance.demand": picture.province.demand[0],
        "balance.supply": picture.province.supply[0],
        "balance.gap": picture.province.gap_before[0],
        "balance.stored": picture.province.gap_after_storage[0],
        "balance.residual": picture.province.gap_residual[0],
        "balance.livelihood": picture.province.livelihood_gap[0],
        "balance.share": picture.province.gap_share[0],
        "stores.held": picture.stores.inventory[:, 0].sum(),
        "cuts.relief": picture.cuts.relief.sum(),
    }.items():
        assert told[key].number == pytest.approx(float(number), abs=1e-12), key
    assert (told["coverage.reported"].number, told["coverage.expected"].number) == run.coverage
    assert told["balance.demand"].zh == f"{float(picture.province.demand[0]):.1f}万立方米"


def test_tables_add_up_to_the_sums_that_stand_under_them(draft: Brief) -> None:
    for section in draft.told.sections:
        for table in section.tables:
            *rows, last = table.rows
            if last.is_sum:
                for column, cell in enumerate(last.cells):
                    if cell.number is not None:
                        parts = [row.cells[column].number or 0.0 for row in rows]
                        assert sum(parts) == pytest.approx(cell.number, rel=1e-9), (table.zh, column)


def test_totals_of_reports_are_those_of_the_board(draft: Brief, at: datetime, run: Run) -> None:
    board = board_of(gas_day=run.gas_day - timedelta(days=2), at=at)
    told = draft.told.figures
    assert told["reports.units"].number == len(board.rows)
    assert told["reports.filed"].number == sum(row.state in HAVE_FILED for row in board.rows)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_and_every_row_has_a_source_that_can_be_opened(
    draft: Brief, language: str, account: Any, client: Client
) -> None:
    content = draft.told
    entered(client, account("province"))
    assert content.figures
    for source in content.sources:
        assert source.said(language)
        assert source.address.startswith("/"), source
        assert client.get(source.address).status_code == 200, source
    for paragraph in content.paragraphs():
        assert set(paragraph.keys(language)) <= set(content.figures), paragraph.key
        bare = printed(paragraph, content.figures, language)
        assert "{" not in bare
        assert "nan" not in bare


def test_no_number_of_a_sentence_stands_there_without_its_figure(draft: Brief) -> None:
    """Words hold no digits of their own but the hours at which a gas day begins and ends."""
    for paragraph in draft.told.paragraphs():
        for language, allowed in (("zh", ("8时至次日8时", "7 天")), ("en", ("08:00 to 08:00", "on 7 days"))):
            bare = paragraph.words(language)
            for key in paragraph.keys(language):
                bare = bare.replace("{" + key + "}", "")
            for words in allowed:
                bare = bare.replace(words, "")
            assert not any(character.isdigit() for character in bare), (paragraph.key, bare)


def test_what_is_missing_says_why_and_is_never_blank(draft: Brief) -> None:
    sections = {section.key: section for section in draft.told.sections}
    assert sections["changes"].missing_zh
    assert sections["changes"].missing_en
    for section in sections.values():
        assert section.missing_zh or section.paragraphs, section.key
    whole = "".join(printed(one, draft.told.figures, "zh") for one in draft.told.paragraphs())
    assert "未发布预警" in whole
    assert "根摘要尚未生成" in whole


def test_a_later_brief_says_what_changed_since_the_last(
    draft: Brief, run: Run, account: Any, at: datetime
) -> None:
    later = Run.objects.create(**{**KEPT, "gas_day": run.gas_day + timedelta(days=1)})
    brief = actions.draft_daily(region=draft.region, run=later, by=account("province"), at=at)
    words = next(
        printed(one, brief.told.figures, "zh")
        for one in brief.told.paragraphs()
        if one.key == "changes.summary"
    )
    assert "预测需求基本持平" in words
    assert "建议级别仍为橙色" in words


def test_a_week_names_the_days_that_nobody_assessed(
    run: Run, province: Region, account: Any, at: datetime
) -> None:
    brief = actions.draft_weekly(region=province, run=run, by=account("province"), at=at)
    told = brief.told.figures
    assert told["week.known"].number == 1
    assert "12月19日" in told["week.silent"].zh
    picture = picture_for(run, account("province"))
    assert told["balance.demand"].number == pytest.approx(float(picture.province.demand[0]))
    rows = brief.told.sections[0].tables[0].rows
    assert [row.cells[1].zh for row in rows[:-1]] == ["未测算"] * 6


def test_content_is_the_same_after_it_was_stored(draft: Brief) -> None:
    content = draft.told
    assert from_plain(to_plain(content)) == content
    assert digest_of(Brief.objects.get(pk=draft.pk).content) == digest_of(to_plain(content))


@pytest.fixture
def alerted(run: Run, at: datetime) -> Incident:
    """A declared level and reported incidents; one incident of them."""
    everything_alerted(run, at=at)
    return Incident.objects.get(region_id=COUNTY)


def test_a_flash_report_tells_the_seven_fields_and_the_clocks_of_its_incident(
    alerted: Incident, run: Run, account: Any, at: datetime
) -> None:
    later = at + timedelta(hours=2)
    brief = actions.draft_incident_flash(incident=alerted, run=run, by=account("province"), at=later)
    assert (brief.region_id, brief.about_kind, brief.about_number) == (PROVINCE, "incident", alerted.pk)
    told = brief.told.figures
    for name in ("at", "place", "source", "supply_demand", "affected", "trend", "measures"):
        assert told[f"event.{name}"].source.address == f"/alerts/incidents/{alerted.pk}/"
    clocks = next(section for section in brief.told.sections if section.key == "clocks")
    assert clocks.tables[0].rows
    public = sheet_of(brief, language="zh", is_public=True)
    words = "".join(
        line.text for section in public.sections for one in section.paragraphs for line in one.lines
    )
    assert alerted.place not in words
    assert sheet_of(brief, language="zh", is_public=False).addressee == "省人民政府："


def test_a_declared_level_shows_in_the_brief_and_in_a_flash_report(
    alerted: Incident, run: Run, province: Region, account: Any, at: datetime
) -> None:
    officer = account("province")
    declared = level_in_force(gas_day=run.gas_day, at=at)
    assert declared is not None
    flash = actions.draft_declaration_flash(declaration=declared, region=province, by=officer, at=at)
    assert flash.told.figures["declaration.level"].zh == "橙色"
    daily = actions.draft_daily(region=province, run=run, by=officer, at=at)
    words = "".join(printed(one, daily.told.figures, "zh") for one in daily.told.paragraphs())
    assert "已发布橙色预警" in words
    assert daily.told.figures["incidents.count"].number == Incident.objects.count()
