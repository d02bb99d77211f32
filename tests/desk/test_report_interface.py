"""The interface: a token opens it and nothing else does, every fault at once, one act a key, nothing out of scope."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nuandong.desk.api.actions import TokenRefused, give_token, revoke_token
from nuandong.desk.api.models import ApiToken, TokenScope
from nuandong.desk.ledger.models import Entry
from nuandong.desk.outlook.actions import assess_day
from nuandong.desk.outlook.models import Season
from nuandong.desk.reporting.models import Channel, ReportVersion
from nuandong.gasday import CHINA
from tests.desk.roles import CITY, COUNTY, OTHER_COUNTY

pytestmark = pytest.mark.django_db
MORNING = datetime(2023, 12, 21, 9, 0, tzinfo=CHINA)
FIGURES = {
    "use_res_cook": 4.1, "use_c2g": 9.5, "use_central_heat": 3.9, "use_pub_ess": 0.8, "use_comm": 2.0,
    "use_ind_fuel_cont": 5.1, "actual_supply": 25.4,
}  # fmt: skip
FILING = {"unit": COUNTY, "gas_day": "2023-12-20", "figures": FIGURES}


@pytest.fixture(autouse=True)
def desk_time(settings: Any) -> None:
    settings.CLOCK_FROM = MORNING.isoformat()


@pytest.fixture
def caller(season: Season, account: Any) -> Any:
    """Calls as a role by token."""

    def of(role: str, scope: TokenScope = TokenScope.FILE) -> Client:
        _, text = give_token(name="test", scope=scope, days=1, by=account(role), at=MORNING)
        return Client(headers={"Authorization": f"Bearer {text}"})

    return of


def file(client: Client, filing: Any = FILING, key: str = "k-1") -> Any:
    body = filing if isinstance(filing, str) else json.dumps(filing)
    return client.post(
        "/api/reports", body, content_type="application/json", headers={"Idempotency-Key": key}
    )


def codes(response: Any) -> set[str]:
    return {one["code"] for one in response.json()["errors"]}


def test_a_report_is_filed_and_read_again(caller: Any) -> None:
    client = caller("county")
    filed = file(client)
    assert filed.status_code == 201, filed.content
    told = client.get(f"/api/reports/{filed.json()['id']}").json()
    assert told["figures"] == FILING["figures"]
    assert (told["version"], told["channel"], told["unit"]) == (1, "api", COUNTY)


def test_the_same_call_again_is_answered_and_files_nothing(caller: Any) -> None:
    client = caller("county")
    first, second = file(client), file(client)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert ReportVersion.objects.filter(channel=Channel.API).count() == 1


def test_a_key_used_for_another_content_is_refused(caller: Any) -> None:
    client = caller("county")
    file(client)
    again = file(client, {**FILING, "figures": {**FIGURES, "use_c2g": 9.6}})
    assert (again.status_code, codes(again)) == (409, {"key_reused"})


def test_a_refused_call_leaves_its_key_free(caller: Any) -> None:
    client = caller("county")
    assert file(client, {**FILING, "figures": {"use_c2g": -1}}).status_code == 422
    assert file(client).status_code == 201


def test_every_fault_is_told_at_once_in_both_languages(caller: Any) -> None:
    wrong = {"use_res_cook": -1, "use_bus": 1e9, "use_steam": 3, "measures_taken": 2}
    answer = file(caller("county"), {**FILING, "figures": wrong})
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert {one["field"] for one in errors} >= set(wrong)
    assert all(one["wanted"]["zh"] and one["wanted"]["en"] for one in errors)
    assert not ReportVersion.objects.filter(channel=Channel.API).exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 422), ("{", 400), ("[]", 422), ("null", 422), ("{}", 422), ('"x"', 422),
        ('{"unit": "14\\u0000", "gas_day": "2023-12-20"}', 422),
        ('{"unit": 3, "gas_day": "2023-12-20"}', 422),
        ('{"unit": "149101", "gas_day": "yesterday"}', 422),
        ('{"unit": "149101", "gas_day": "0001-01-01", "figures": {"use_c2g": 1}}', 400),
        ('{"unit": "149101", "gas_day": "9999-12-31", "figures": {"use_c2g": 1}}', 400),
        ('{"unit": "149101", "gas_day": "2023-12-20", "figures": {"use_c2g": NaN}}', 422),
        ('{"unit": "149101", "gas_day": "2023-12-20", "figures": {"use_c2g": 1e999}}', 422),
        ('{"unit": "149101", "gas_day": "2023-12-20", "figures": {"use_c2g": true, "gas_day": 4}}', 422),
        ('{"unit": "149101", "gas_day": "2023-12-20", "note": "\\u0000", "figures": {"use_c2g": 1}}', 422),
    ],
)  # fmt: skip
def test_bad_input_gets_a_clear_answer(caller: Any, body: str, status: int) -> None:
    answer = file(caller("county"), body)
    assert answer.status_code == status, answer.content
    assert answer.json()["errors"]


@pytest.mark.parametrize("key", ["", "x" * 101, "a\tb"])
def test_a_call_without_a_usable_key_files_nothing(caller: Any, key: str) -> None:
    assert codes(file(caller("county"), key=key)) == {"key_missing"}


@pytest.mark.parametrize("unit", [OTHER_COUNTY, CITY, "company:u-glass", "nowhere"])
def test_a_county_s_token_files_for_no_other_unit(caller: Any, unit: str) -> None:
    answer = file(caller("county"), {**FILING, "unit": unit})
    assert (answer.status_code, codes(answer)) == (404, {"unknown"})


def test_a_session_opens_nothing_and_a_token_needs_no_session(
    season: Season, account: Any, client: Client
) -> None:
    client.force_login(account("county"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/api/reports")
    assert (answer.status_code, codes(answer)) == (401, {"token"})
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nd_wrong", "Basic abc", "Bearer \x7f"])
def test_anything_but_a_token_in_force_is_refused(season: Season, header: str) -> None:
    assert Client(headers={"Authorization": header}).get("/api/board/2023-12-20").status_code == 401


def test_a_token_ends_by_time_by_revoking_and_with_its_account(season: Season, account: Any) -> None:
    who = account("county")
    for end in ("time", "revoked", "account"):
        token, text = give_token(name=end, scope=TokenScope.READ, days=1, by=who, at=MORNING)
        client = Client(headers={"Authorization": f"Bearer {text}"})
        assert client.get("/api/reports").status_code == 200
        if end == "time":
            ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        elif end == "revoked":
            revoke_token(token=token, by=who, at=MORNING)
        else:
            type(who).objects.filter(pk=who.pk).update(is_active=False)
        assert client.get("/api/reports").status_code == 401, end


def test_a_token_to_read_files_nothing_and_one_of_an_auditor_neither(caller: Any) -> None:
    assert codes(file(caller("county", TokenScope.READ))) == {"token_scope"}
    assert codes(file(caller("auditor"))) == {"right"}


def test_the_token_s_text_is_kept_nowhere(season: Season, account: Any) -> None:
    token, text = give_token(name="x", scope=TokenScope.READ, days=1, by=account("county"), at=MORNING)
    assert text not in str(ApiToken.objects.filter(pk=token.pk).values().get())
    assert not [one for one in Entry.objects.all() if text[9:] in one.line]
    assert Entry.objects.filter(act="give_token", subject_id=str(token.pk)).exists()


@pytest.mark.parametrize(("name", "days"), [("", 1), ("x", 0), ("x", 401)])
def test_a_token_without_name_or_end_is_not_given_out(
    season: Season, account: Any, name: str, days: int
) -> None:
    with pytest.raises(TokenRefused):
        give_token(name=name, scope=TokenScope.READ, days=days, by=account("county"), at=MORNING)


def test_pages_of_versions_hang_together_by_cursor(caller: Any) -> None:
    client = caller("province")
    found, cursor = [], ""
    while cursor is not None:
        page = client.get("/api/reports", {"limit": 3, "cursor": cursor}).json()
        found += [one["id"] for one in page["versions"]]
        cursor = page["next"]
    assert found == list(ReportVersion.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize("cursor", ["x", "!!!!", "djE6LTE", "djE6OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk"])
def test_a_cursor_that_is_none_is_refused(caller: Any, cursor: str) -> None:
    assert codes(caller("county").get("/api/reports", {"cursor": cursor})) == {"cursor"}


@pytest.mark.parametrize("role", ["county", "city", "company"])
def test_nothing_outside_the_scope_is_told(caller: Any, account: Any, role: str) -> None:
    foreign = ReportVersion.objects.filter(report__unit=OTHER_COUNTY).latest("id")
    client = caller(role, TokenScope.READ)
    assert client.get(f"/api/reports/{foreign.pk}").status_code == 404
    told = "".join(
        client.get(address).content.decode()
        for address in ("/api/reports?limit=200", "/api/board/2023-12-20", "/api/rollup/2023-12-20")
    )
    assert OTHER_COUNTY not in told
    assert "乙" not in told


@pytest.mark.parametrize(
    "asked",
    ["?unit=%00", "?gas_day=%00", "?gas_day=2023-02-30", "?limit=0", "?limit=x", "?limit=201", "?cursor=%00"],
)
def test_a_question_that_cannot_be_is_told_what_is_wrong(caller: Any, asked: str) -> None:
    answer = caller("province").get("/api/reports" + asked)
    assert answer.status_code in (400, 422), answer.content
    assert answer.json()["errors"]


def test_board_sums_and_level_are_told(caller: Any, season: Season, at: datetime) -> None:
    client = caller("province")
    file(client)
    board = client.get("/api/board/2023-12-20").json()
    assert (board["counties_filed"], board["counties_due"]) == (1, 4)
    sums = client.get("/api/rollup/2023-12-20").json()
    assert next(row for row in sums["rows"] if row["region"] == CITY)["total"] == pytest.approx(25.4)
    day = season.default_gas_day.isoformat()
    assert client.get(f"/api/days/{day}/level").status_code == 404
    run = assess_day(gas_day=season.default_gas_day, as_of=at, by=None, clock=lambda: at)
    told = client.get(f"/api/days/{day}/level").json()
    assert told["run"] == run.pk
    assert told["gap"] == pytest.approx(max(0.0, told["demand"] - told["supply"]), abs=1e-3)


def test_the_page_shows_a_fresh_token_once(season: Season, account: Any, client: Client) -> None:
    client.force_login(account("county"), backend="django.contrib.auth.backends.ModelBackend")
    made = client.post("/api/tokens/", {"name": "抄表系统", "scope": "file", "days": "30"})
    text = made.context["text"]
    assert text in made.content.decode()
    assert text not in client.get("/api/tokens/").content.decode()
    good = {"name": "x", "scope": "read", "days": "30"}
    for wrong in ({"name": ""}, {"scope": "all"}, {"days": "²"}, {"days": "9" * 99}):
        typed = {**good, **wrong}
        assert client.post("/api/tokens/", typed).status_code == 400
    token = ApiToken.objects.get()
    client.post(f"/api/tokens/{token.pk}/revoke/")
    assert Client(headers={"Authorization": f"Bearer {text}"}).get("/api/reports").status_code == 401
    client.force_login(account("city"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/api/tokens/{token.pk}/revoke/").status_code == 404
