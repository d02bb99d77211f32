"""Orders from draft to restoration: who may, what no order may hold, what comes back, and what silence does."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest

from nuandong.desk.directory.models import Account, DeliveryPoint, Person, Role
from nuandong.desk.dispatch.actions import decide, receive
from nuandong.desk.dispatch.actions.climb import climb, person_of, weigh
from nuandong.desk.dispatch.actions.draft import draft_orders, draft_wave, examine
from nuandong.desk.dispatch.actions.edit import edit_lines
from nuandong.desk.dispatch.channels import NotSent, tell
from nuandong.desk.dispatch.lines_of_run import WaveNotYet
from nuandong.desk.dispatch.models import CardKind, Order, OrderKind, OrderState, ReceivedBy
from nuandong.desk.dispatch.refusals import Broken, NoLevelInForce, NoRight, NotInState, Refused, SameEyes
from nuandong.desk.dispatch.relief import relief_of
from nuandong.desk.dispatch.witness import compare
from nuandong.desk.ledger.models import Entry, Letter
from nuandong.desk.ledger.outbox import run_due
from nuandong.desk.ledger.witnesses import Told
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Run
from nuandong.desk.reporting.models import Reading
from nuandong.desk.worker import ERRANDS
from nuandong.gasday import begin_of, end_of
from tests.desk.order_day import declare, drafted, issued, open_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(season, at) -> Run:
    return assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)


@pytest.fixture
def officer(account) -> Account:
    return account("province")


@pytest.fixture
def leader(account) -> Account:
    return account("leader")


@pytest.fixture
def drafts(run, officer, at) -> dict[str, Order]:
    return drafted(run, officer=officer, at=at)


@pytest.fixture
def in_force(drafts, run, officer, leader, at) -> Order:
    """The curtailment and the plants' order, issued under orange."""
    declare("orange", run, officer=officer, at=at)
    issued(drafts[OrderKind.PLANT_LIMIT], leader=leader, officer=officer, at=at)
    return issued(drafts[OrderKind.CURTAILMENT], leader=leader, officer=officer, at=at)


def test_a_run_becomes_one_draft_a_kind_with_a_line_a_point(drafts, run) -> None:
    assert set(drafts) == {OrderKind.CURTAILMENT, OrderKind.PLANT_LIMIT, OrderKind.STORAGE_RELEASE}
    lines = list(drafts[OrderKind.CURTAILMENT].lines.all())
    assert [line.subject for line in lines] == ["p-steel", "p-methanol", "p-mill"]
    cuts = [
        line for kind in (OrderKind.CURTAILMENT, OrderKind.PLANT_LIMIT) for line in drafts[kind].lines.all()
    ]
    assert sum(line.planned_relief for line in cuts) == pytest.approx(
        sum(run.picture["cuts"]["relief"]), abs=1e-9
    )
    for line in lines:
        assert line.safe_load - 1e-9 <= line.target < line.load
        assert line.reason_zh
        assert line.reason_en
        assert line.organisation_id == line.user_id


def test_the_same_run_is_not_drafted_twice(drafts, run, officer, at) -> None:
    with pytest.raises(Refused):
        draft_orders(run=run, by=officer, at=at)


def test_whoever_drafted_or_edited_may_not_approve(drafts, run, officer, leader, at) -> None:
    declare("orange", run, officer=officer, at=at)
    order = drafts[OrderKind.CURTAILMENT]
    officer.memberships.create(role=Role.LEADER, region_id="140000")
    both = Account.objects.get(pk=officer.pk)
    with pytest.raises(SameEyes):
        decide.approve(order=order, by=both, at=at, alternatives_read=True)
    order.editors.add(leader)
    with pytest.raises(SameEyes):
        decide.approve(order=order, by=leader, at=at, alternatives_read=True)


@pytest.mark.parametrize("role", ["province", "city", "county", "company", "auditor", "admin"])
def test_nobody_approves_without_the_right_for_the_whole_province(role, drafts, account, at) -> None:
    with pytest.raises(NoRight):
        decide.approve(order=drafts[OrderKind.CURTAILMENT], by=account(role), at=at, alternatives_read=True)


def test_nothing_is_approved_without_a_level_in_force(drafts, leader, at) -> None:
    with pytest.raises(NoLevelInForce):
        decide.approve(order=drafts[OrderKind.CURTAILMENT], by=leader, at=at, alternatives_read=True)


def test_an_order_above_the_powers_of_the_level_is_refused(drafts, run, officer, leader, at) -> None:
    declare("blue", run, officer=officer, at=at)
    with pytest.raises(Broken) as refused:
        decide.approve(order=drafts[OrderKind.CURTAILMENT], by=leader, at=at, alternatives_read=True)
    beyond = [one for one in refused.value.findings.errors if one.code == "curtailment.plan.beyond_powers"]
    assert len(beyond) == 3  # every line is named, not the first alone


def test_unused_measures_must_be_looked_at_before_approval(drafts, run, officer, leader, at) -> None:
    declare("orange", run, officer=officer, at=at)
    with pytest.raises(Refused):
        decide.approve(order=drafts[OrderKind.CURTAILMENT], by=leader, at=at, alternatives_read=False)


def test_a_protected_point_can_never_come_into_an_order(drafts, officer, at) -> None:
    order = drafts[OrderKind.CURTAILMENT]
    with pytest.raises(Broken) as refused:
        edit_lines(order=order, reliefs={"p-hospital": 0.1, "p-steel": 99.0}, by=officer, at=at)
    codes = {finding.code for finding in refused.value.findings.errors}
    assert {"curtailment.plan.protected", "curtailment.plan.safe_load"} <= codes  # all faults at once
    order.refresh_from_db()
    assert order.edition == 1
    assert not order.lines.filter(subject="p-hospital").exists()


def test_a_point_that_became_protected_after_the_draft_is_refused_at_approval(
    drafts, run, officer, leader, at
) -> None:
    declare("orange", run, officer=officer, at=at)
    DeliveryPoint.objects.filter(code="p-mill").update(consumer_class="PUB_ESS")
    with pytest.raises(Broken) as refused:
        decide.approve(order=drafts[OrderKind.CURTAILMENT], by=leader, at=at, alternatives_read=True)
    assert "curtailment.plan.protected" in {finding.code for finding in refused.value.findings.errors}


def test_an_edited_draft_must_be_examined_anew_and_one_that_cuts_too_little_is_refused(
    drafts, run, officer, leader, at
) -> None:
    declare("orange", run, officer=officer, at=at)
    order = drafts[OrderKind.CURTAILMENT]
    edit_lines(order=order, reliefs={"p-mill": 0.2}, by=officer, at=at)
    with pytest.raises(Broken) as refused:
        decide.approve(order=order, by=leader, at=at, alternatives_read=True)
    assert {one.code for one in refused.value.findings.errors} == {"dispatch.not_examined"}
    examine(order=order, edition=2, at=at)
    with pytest.raises(Broken) as refused:
        decide.approve(order=order, by=leader, at=at, alternatives_read=True)
    assert any("curtailment.plan." in finding.code for finding in refused.value.findings.errors)


def test_an_edit_of_an_edition_that_is_no_longer_there_is_refused(drafts, officer, at) -> None:
    order = drafts[OrderKind.CURTAILMENT]
    edit_lines(order=order, reliefs={"p-mill": 0.2}, by=officer, at=at, edition=1)
    with pytest.raises(Refused):
        edit_lines(order=order, reliefs={"p-mill": 0.3}, by=officer, at=at, edition=1)


def test_an_issued_order_tells_each_addressee_once_and_never_before_its_lead(in_force, at) -> None:
    notices = list(in_force.notices.all())
    assert sorted(notice.user_id for notice in notices) == ["u-methanol", "u-mill", "u-steel"]
    assert len({notice.phone_code for notice in notices}) == 3
    for line in in_force.lines.all():
        assert line.effective_at >= max(begin_of(in_force.gas_day), at + timedelta(hours=line.lead_hours))
    assert Letter.objects.filter(errand="climb_notice").count() == 4  # with the plant's
    with pytest.raises(NotInState):
        decide.issue(order=in_force, by=in_force.drafted_by, at=at)
    assert in_force.notices.count() == 3


def test_what_is_in_force_is_not_drafted_again_by_the_next_run(in_force, season, officer, at) -> None:
    again = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    orders = draft_orders(run=again, by=officer, at=at)
    assert {order.kind for order in orders} == {OrderKind.STORAGE_RELEASE}


def test_an_addressee_reads_and_acknowledges_and_nobody_does_it_for_another(in_force, at, officer) -> None:
    steel = open_account("steel", Role.CLERK, at=at, organisation="u-steel")
    notice = in_force.notices.get(user="u-steel")
    assert not receive.read(notice=notice, by=officer, at=at)
    assert receive.read(notice=notice, by=steel, at=at)
    assert not receive.read(notice=notice, by=steel, at=at)  # told once
    with pytest.raises(NoRight):
        receive.acknowledge(notice=notice, by=officer, at=at)
    assert receive.acknowledge(notice=notice, by=steel, at=at)
    assert not receive.acknowledge(notice=notice, by=steel, at=at)
    assert Entry.objects.filter(act="acknowledged_notice", subject_id=notice.code).count() == 1


def test_silence_raises_a_card_climbs_the_chain_and_an_answer_by_telephone_clears_it(
    in_force, officer, at
) -> None:
    notice = in_force.notices.get(user="u-steel")
    due = {step: notice.decide_by + (step - 1) * timedelta(minutes=30) for step in (1, 2, 3)}

    def work(until) -> None:
        run_due(errands=ERRANDS, worker="test", clock=lambda: until)

    work(notice.decide_by - timedelta(minutes=1))
    assert not in_force.cards.exists()
    for step, when in due.items():
        work(when)
        notice.refresh_from_db()
        assert notice.climbed == step
    assert in_force.cards.filter(notice=notice, kind=CardKind.SILENT, cleared_at=None).count() == 1
    assert Entry.objects.filter(act="climb_notice", subject_id=notice.code).count() == 3
    said = f"{notice.phone_code[:3]} {notice.phone_code[3:]}"
    receive.acknowledge_by_code(code=said, by=officer, at=due[3], words="生产调度 王某")
    assert not in_force.cards.filter(notice=notice, kind=CardKind.SILENT, cleared_at=None).exists()
    assert notice.receipts.get(kind="acknowledged").way == ReceivedBy.PHONE
    assert not climb(notice=notice, step=3, at=due[3])
    with pytest.raises(receive.NoSuchCode):
        receive.acknowledge_by_code(code="000000000", by=officer, at=at, words="x")


def test_a_withdrawn_order_leaves_its_notices_withdrawn_and_its_points_free(
    in_force, leader, officer, run, at
) -> None:
    with pytest.raises(Refused):
        decide.withdraw(order=in_force, by=leader, at=at, words=" ")
    decide.withdraw(order=in_force, by=leader, at=at + timedelta(hours=1), words="来气增加，缺口已消")
    in_force.refresh_from_db()
    assert in_force.state == OrderState.WITHDRAWN
    assert all(notice.withdrawn_at for notice in in_force.notices.all())
    assert not relief_of(in_force, end_of(in_force.gas_day)).rows
    notice = in_force.notices.get(user="u-steel")
    assert not climb(notice=notice, step=1, at=notice.decide_by)
    steel = open_account("steel", Role.CLERK, at=at, organisation="u-steel")
    receive.acknowledge(notice=notice, by=steel, at=at)
    assert notice.receipts.filter(kind="withdrawal_acknowledged").exists()
    again = draft_orders(run=run, by=officer, at=at + timedelta(hours=1))
    assert OrderKind.CURTAILMENT in {order.kind for order in again}


def meter(order: Order, part: float, *, by_user: bool = False) -> None:
    """Readings from effect to the end of the day that free a part of what each line was to free."""
    for line in order.lines.all():
        ends = end_of(order.gas_day)
        hours = (ends - line.effective_at) / timedelta(hours=24)
        Reading.objects.create(
            delivery_point=line.point, from_at=line.effective_at, to_at=ends, known_at=ends, source="SCADA",
            amount=(line.load - part * line.cut_rate) * hours, filed_by_subject_of_cut=by_user,
        )  # fmt: skip


def test_relief_is_what_the_meters_say_line_by_line_and_in_sum(in_force) -> None:
    meter(in_force, 0.5, by_user=True)
    relief = relief_of(in_force, end_of(in_force.gas_day))
    assert relief.total.read == relief.total.lines == relief.total.by_users == 3
    assert relief.total.metered == pytest.approx(sum(row.metered for row in relief.rows))
    assert relief.total.share == pytest.approx(0.5)
    assert all(row.filed_by_user for row in relief.rows)


@pytest.mark.parametrize(("part", "alarm"), [(0.89, True), (0.91, False)])
def test_less_than_nine_tenths_at_the_meter_is_an_alarm(part, alarm, in_force) -> None:
    meter(in_force, part)
    assert weigh(order=in_force, at=end_of(in_force.gas_day)) is alarm
    cards = in_force.cards.filter(kind=CardKind.UNDER_DELIVERING, cleared_at=None)
    assert cards.exists() is alarm
    weigh(order=in_force, at=end_of(in_force.gas_day))
    assert cards.count() == int(alarm)


def test_lines_without_a_reading_are_unknown_and_never_zero(in_force) -> None:
    relief = relief_of(in_force, end_of(in_force.gas_day))
    assert relief.total.metered is None
    assert not weigh(order=in_force, at=end_of(in_force.gas_day))


def test_a_further_wave_comes_after_two_hours_and_only_where_relief_is_too_little(in_force, officer) -> None:
    first = min(line.effective_at for line in in_force.lines.all())
    with pytest.raises(WaveNotYet):
        draft_wave(order=in_force, by=officer, at=first + timedelta(hours=1))
    for line in in_force.lines.all():
        Reading.objects.create(
            delivery_point=line.point, from_at=first, to_at=first + timedelta(hours=9), known_at=first,
            amount=line.load * 9 / 24, source="SCADA",
        )  # fmt: skip
    wave = draft_wave(order=in_force, by=officer, at=first + timedelta(hours=9))
    assert wave.wave == 2
    asked = set(in_force.lines.values_list("subject", flat=True))
    assert not asked & set(wave.lines.values_list("subject", flat=True))
    assert "p-hospital" not in set(wave.lines.values_list("subject", flat=True))


def test_an_objection_waits_for_those_who_approve_and_the_notice_holds(in_force, leader, officer, at) -> None:
    steel = open_account("steel", Role.CLERK, at=at, organisation="u-steel")
    notice = in_force.notices.get(user="u-steel")
    objection = receive.object_to(notice=notice, by=steel, at=at, words="熔炉不可停")
    assert in_force.cards.filter(kind=CardKind.OBJECTION, cleared_at=None).count() == 1
    with pytest.raises(NoRight):
        receive.answer_objection(objection=objection, by=officer, at=at, words="维持原令")
    receive.answer_objection(objection=objection, by=leader, at=at, words="已核，保安负荷不动，维持原令")
    assert not in_force.cards.filter(kind=CardKind.OBJECTION, cleared_at=None).exists()
    assert not receive.is_acknowledged(notice)


def test_whoever_was_asked_last_comes_back_first(in_force, officer, at) -> None:
    decide.close(order=in_force, by=officer, at=at, words="执行完毕，恢复供气")
    assert [line.subject for line in decide.restoration(in_force)] == ["p-mill", "p-methanol", "p-steel"]


def test_every_act_upon_an_order_stands_in_the_ledger(in_force, leader, at) -> None:
    decide.withdraw(order=in_force, by=leader, at=at, words="来气增加")
    acts = list(
        Entry.objects.filter(subject_id=in_force.number).order_by("sequence").values_list("act", flat=True)
    )
    assert acts == ["draft_order", "examine_order", "approve_order", "issue_order", "withdraw_order"]


class Robot(BaseHTTPRequestHandler):
    """Takes what is posted to it; says 500 as long as it is told to."""

    got: ClassVar[list[dict[str, Any]]] = []
    fails = False

    def do_POST(self) -> None:
        type(self).got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(500 if type(self).fails else 200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing to the terminal."""


@pytest.fixture
def robot(settings) -> Iterator[type[Robot]]:
    Robot.got.clear()
    Robot.fails = False
    with HTTPServer(("127.0.0.1", 0), Robot) as server:
        settings.NOTICE_WEBHOOK = f"http://127.0.0.1:{server.server_port}/"
        running = Thread(target=server.serve_forever, daemon=True)
        running.start()
        yield Robot
        server.shutdown()


def test_a_notice_goes_out_by_every_channel_and_one_that_fails_is_shown_and_tried_again(
    in_force, robot, settings, mailoutbox, at
) -> None:
    notice = in_force.notices.get(user="u-steel")
    settings.EMAIL_HOST = "mail.example"
    person = Person.objects.create(name="某", email="dispatch@example.org", organisation_id="u-steel")
    robot.fails = True
    with pytest.raises(NotSent):
        tell(notice=notice, step=0, at=at)
    assert notice.deliveries.get(channel="webhook").state == "failed"
    robot.fails = False
    tell(notice=notice, step=0, at=at)
    tell(notice=notice, step=0, at=at)  # what was sent is not sent again
    assert [delivery.state for delivery in notice.deliveries.filter(channel="webhook")] == ["sent"]
    assert notice.deliveries.get(channel="webhook").attempts == 2
    assert notice.phone_code in robot.got[-1]["text"]["content"]
    assert len(robot.got) == 2
    if person_of(notice, 1, at) == person:
        assert [mail.to for mail in mailoutbox] == [["dispatch@example.org"]]


def test_a_code_entered_at_the_command_line_needs_no_account(in_force, at) -> None:
    notice = in_force.notices.get(user="u-mill")
    acknowledge = receive.acknowledge_by_code
    acknowledge(code=notice.phone_code, by=None, at=at, words="调度 李某", way=ReceivedBy.COMMAND)
    assert notice.receipts.get().way == ReceivedBy.COMMAND


def test_a_line_changed_behind_the_back_of_the_ledger_is_found_out(in_force) -> None:
    told = [
        Told(entry.sequence, entry.at, entry.subject_id, json.loads(entry.line)["facts"])
        for entry in Entry.objects.filter(act="approve_order")
    ]
    assert list(compare(told)) == []
    in_force.lines.filter(subject="p-mill").update(planned_relief=0.1)
    assert [one.subject_id for one in compare(told)] == [in_force.number]
