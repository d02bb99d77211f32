"""Records held against the ledger: what was altered behind the desk's back is named."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client

from nuandong.desk.ledger.actions import append
from nuandong.desk.ledger.chain import Act
from nuandong.desk.ledger.immutable import removal
from nuandong.desk.ledger.models import Entry, Head
from nuandong.desk.ledger.verify import Verdict, verify
from nuandong.desk.outlook import actions
from nuandong.desk.outlook.models import Run, Season
from nuandong.desk.reporting.models import ReportFigure, ReportVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(season: Season, at: datetime) -> Run:
    return actions.assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)


def guards_down(table: str, *acts: str) -> None:
    """What only the owner of the database can do."""
    with connection.cursor() as cursor:
        for statement in removal(connection.vendor, table, acts):
            cursor.execute(statement)


def named(verdict: Verdict) -> list[tuple[str, str]]:
    assert verdict.broken is None
    return [(altered.subject_kind, altered.subject_id) for altered in verdict.alterations]


def test_untouched_records_are_as_they_were_told(run: Run) -> None:
    assert Entry.objects.filter(act="file_report").exists()
    assert verify().holds


@pytest.mark.parametrize("change", [{"amount": 77.0}, {"quantity": "use_power"}, {"amount": None}])
def test_an_altered_figure_names_its_report(season: Season, change: dict) -> None:
    figure = ReportFigure.objects.filter(consumer_class="C2G").select_related("version__report").first()
    assert figure is not None
    guards_down("reporting_reportfigure", "UPDATE")
    ReportFigure.objects.filter(pk=figure.pk).update(**change)
    verdict = verify()
    report = figure.version.report
    assert named(verdict) == [("report", f"{report.unit_id}/{report.gas_day}/{figure.version.number}")]
    assert "数字" in verdict.alterations[0].reason_zh
    assert "figures" in verdict.alterations[0].reason_en
    assert not verdict.holds


def test_a_report_made_punctual_afterwards_is_named(season: Season) -> None:
    version = ReportVersion.objects.first()
    guards_down("reporting_reportversion", "UPDATE")
    ReportVersion.objects.filter(pk=version.pk).update(is_late=not version.is_late)
    assert "迟报标记" in verify().alterations[0].reason_zh


def test_a_deleted_report_and_one_put_in_are_named(season: Season) -> None:
    gone, like = ReportVersion.objects.select_related("report")[:2]
    ReportVersion.objects.create(report=like.report, number=9, filed_at=like.filed_at, channel="form")
    guards_down("reporting_reportversion", "DELETE")
    guards_down("reporting_reportfigure", "DELETE")
    ReportVersion.objects.filter(pk=gone.pk).delete()
    day = gone.report.gas_day
    assert set(named(verify())) == {
        ("report", f"{gone.report.unit_id}/{day}/{gone.number}"),
        ("report", f"{like.report.unit_id}/{like.report.gas_day}/9"),
    }


def dims_the_picture(run: Run) -> None:
    picture = run.picture
    picture["proposal"]["level"] = "blue"
    Run.objects.filter(pk=run.pk).update(picture=picture)


@pytest.mark.parametrize(
    ("alter", "word"),
    [
        pytest.param(lambda run: Run.objects.filter(pk=run.pk).update(level="none"), "等级", id="level"),
        pytest.param(lambda run: Run.objects.filter(pk=run.pk).update(gap_share=0.001), "缺口率", id="gap"),
        pytest.param(dims_the_picture, "推演结果", id="picture"),
        pytest.param(lambda run: run.delete(), "删除", id="deleted"),
    ],
)
def test_an_altered_run_is_named_with_what_was_altered(
    alter: Callable[[Run], object], word: str, run: Run
) -> None:
    number = str(run.pk)
    run.refresh_from_db()
    alter(run)
    verdict = verify()
    assert named(verdict) == [("run", number)]
    assert word in verdict.alterations[0].reason_zh


def test_a_run_whose_entry_was_cut_off_is_named_even_where_the_head_was_moved_too(run: Run) -> None:
    guards_down("ledger_entry", "UPDATE", "DELETE")
    Entry.objects.filter(act="assess_day").delete()
    last = Entry.objects.latest("sequence")
    with connection.cursor() as cursor:
        from nuandong.desk.ledger.immutable import forward_removal

        for statement in forward_removal(connection.vendor, "ledger_head"):
            cursor.execute(statement)
    Head.objects.update(sequence=last.sequence, hash=last.hash)
    assert named(verify()) == [("run", str(run.pk))]


@pytest.mark.parametrize("act", ["file_report", "assess_day"])
def test_an_entry_that_points_nowhere_is_named_and_stops_nothing(act: str, run: Run) -> None:
    guards_down("ledger_entry", "UPDATE", "DELETE")
    Entry.objects.filter(pk=Entry.objects.filter(act=act).latest("sequence").pk).update(subject_id="nowhere")
    verdict = verify()
    assert verdict.broken is not None
    assert "nowhere" in {altered.subject_id for altered in verdict.alterations}


@pytest.mark.parametrize(
    ("language", "whole", "kind", "reason"),
    [("zh-hans", "日志完整", "日报", "迟报标记"), ("en", "The ledger is whole", "Daily report", "late mark")],
)
def test_an_auditor_reads_on_a_page_what_was_altered(
    language: str, whole: str, kind: str, reason: str, season: Season, account, client: Client
) -> None:
    client.force_login(account("auditor"), backend="django.contrib.auth.backends.ModelBackend")
    client.post("/language/", {"language": language, "next": "/"})
    page = client.get("/ledger/verify/", headers={"Accept": "text/html"}).content.decode()
    assert whole in page
    assert verify().head in page
    version = ReportVersion.objects.select_related("report").first()
    guards_down("reporting_reportversion", "UPDATE")
    ReportVersion.objects.filter(pk=version.pk).update(is_late=not version.is_late)
    page = client.get("/ledger/verify/").content.decode()
    assert whole not in page
    assert f"{kind} {version.report.unit_id}/{version.report.gas_day}/{version.number}" in page
    assert reason in page
    told = client.get("/ledger/verify/?format=json")
    assert told.status_code == 409
    assert "迟报标记" in told.content.decode()


@pytest.mark.parametrize(("role", "stands"), [("auditor", True), ("province", False), ("county", False)])
def test_the_way_to_the_ledger_check_is_shown_to_those_who_may_audit(
    role: str, stands: bool, season: Season, account, client: Client
) -> None:
    client.force_login(account(role), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/clauses/").content.decode()
    assert ('href="/ledger/"' in page) is stands


def test_a_head_noted_earlier_is_checked_from_the_page(season: Season, account, client: Client) -> None:
    client.force_login(account("auditor"), backend="django.contrib.auth.backends.ModelBackend")
    assert "链被整体改写" in client.get("/ledger/verify/?head=abcd").content.decode()


def test_acts_that_no_room_bears_witness_to_are_left_alone(season: Season, at: datetime) -> None:
    append(act=Act("sign_in", "account:1", "account", "1", {}), at=at)
    assert verify().holds
