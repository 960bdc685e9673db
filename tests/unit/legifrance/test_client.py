"""The client, against a server of the test's own that speaks the API."""

from __future__ import annotations

import email.utils
import json
import time

import pytest

from advisor.errors import (
    LegifranceFailed,
    LegifranceQuota,
    LegifranceRefused,
    LegifranceUnreachable,
    LegifranceUnreadable,
)
from advisor.legifrance.client import Access, Client, Pace
from tests.unit.legifrance.conftest import QUICK, access
from tests.unit.legifrance.server import ID, SECRET, Api, cut, silent, status

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ASKED = {"id": "LEGIARTI000000000001"}


def ask(client: Client) -> dict[str, object]:
    return client.post("/consult/getArticle", ASKED)


def test_one_token_serves_several_requests(api: Api, client: Client) -> None:
    assert ask(client)["article"] is None
    assert ask(client)["article"] is None
    assert [path for path, _ in api.asked] == ["/token", "/app/consult/getArticle", "/app/consult/getArticle"]
    assert json.loads(api.asked[1][1]) == ASKED
    assert client.requests == 3


def test_a_token_near_its_end_is_renewed_before_it_is_used(api: Api) -> None:
    now = [0.0]
    with Client(access(api), QUICK, sleep=lambda _: None, clock=lambda: now[0]) as client:
        ask(client)
        now[0] = 3300.0
        ask(client)
    assert api.count("/token") == 2


def test_a_token_withdrawn_early_is_renewed_once(api: Api, client: Client) -> None:
    ask(client)
    api.tokens.clear()
    assert ask(client)["article"] is None
    assert api.count("/token") == 2


def test_a_new_token_refused_too_is_told_as_a_lack_of_access(api: Api, client: Client) -> None:
    api.fails(status(401), status(401))
    with pytest.raises(LegifranceRefused, match="Consentement CGU"):
        ask(client)
    assert api.count("/token") == 2


@pytest.mark.parametrize("code", [400, 401])
def test_wrong_credentials_are_told_without_the_secret_and_not_tried_again(api: Api, code: int) -> None:
    api.fails(status(code, {"error": "invalid_client", "error_description": "faux-secret"}), on="token")
    with (
        Client(access(api, "faux-secret"), QUICK, sleep=lambda _: None) as client,
        pytest.raises(LegifranceRefused) as refused,
    ):
        ask(client)
    assert f"{code}, invalid_client" in str(refused.value)
    assert "ADVISOR_LEGIFRANCE_SECRET" in str(refused.value)
    assert "faux-secret" not in str(refused.value)
    assert [path for path, _ in api.asked] == ["/token"]


def test_a_secret_echoed_as_the_error_code_is_not_repeated(api: Api) -> None:
    api.fails(status(400, {"error": "faux secret!"}), on="token")
    with Client(access(api, "faux secret!"), QUICK) as client, pytest.raises(LegifranceRefused) as refused:
        ask(client)
    assert "faux secret!" not in str(refused.value)


def test_the_secret_is_in_no_print() -> None:
    assert SECRET not in repr(Access("https://a", "https://b", ID, SECRET))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"message": "Quota exceeded"}, LegifranceQuota),
        (b"Rate limit reached", LegifranceQuota),
        ({"error": "Forbidden"}, LegifranceRefused),
    ],
)
def test_403_is_a_quota_when_it_says_so_else_a_lack_of_access(
    api: Api, client: Client, content: object, error: type[LegifranceFailed]
) -> None:
    api.fails(status(403, content))
    with pytest.raises(error):
        ask(client)
    assert api.count("/app/consult/getArticle") == 1


def test_429_is_waited_for_as_long_as_it_says(api: Api, client: Client, waits: list[float]) -> None:
    api.fails(status(429, Retry_After="7"))
    assert ask(client)["article"] is None
    assert waits == [7.0]


def test_429_may_give_a_date(api: Api, client: Client, waits: list[float]) -> None:
    api.fails(status(429, Retry_After=email.utils.formatdate(time.time() + 30, usegmt=True)))
    ask(client)
    assert 0.0 < waits[0] <= 30.0


def test_429_without_a_wait_backs_off_longer_each_time_then_is_a_spent_quota(
    api: Api, client: Client, waits: list[float]
) -> None:
    api.fails(*[status(429)] * 3)
    with pytest.raises(LegifranceQuota, match=r"429"):
        ask(client)
    assert waits == [1.0, 2.0]
    assert api.count("/app/consult/getArticle") == 3


def test_429_with_too_long_a_wait_is_a_spent_quota_at_once(api: Api, client: Client, waits: list[float]) -> None:
    api.fails(status(429, Retry_After="86400"))
    with pytest.raises(LegifranceQuota):
        ask(client)
    assert waits == []


@pytest.mark.parametrize("failure", [status(500), status(503), cut])
def test_a_breakdown_or_a_cut_that_passes_is_not_seen(api: Api, client: Client, failure: object) -> None:
    api.fails(failure)  # type: ignore[arg-type]
    assert ask(client)["article"] is None


@pytest.mark.parametrize(
    ("failure", "said"), [(status(502), "en panne (502)"), (cut, "connexion est coupée")], ids=["panne", "coupure"]
)
def test_a_breakdown_that_lasts_is_given_up(api: Api, client: Client, failure: object, said: str) -> None:
    api.fails(*[failure] * 3)  # type: ignore[list-item]
    with pytest.raises(LegifranceUnreachable) as gone:
        ask(client)
    assert said in str(gone.value)
    assert api.count("/app/consult/getArticle") == 3


def test_a_token_server_that_breaks_down_is_tried_again(api: Api, client: Client) -> None:
    api.fails(status(500), on="token")
    assert ask(client)["article"] is None


def test_a_silent_server_is_given_up(api: Api) -> None:
    api.fails(silent, silent)
    pace = Pace(interval=0.0, tries=2, silence=0.2)
    with (
        Client(access(api), pace, sleep=lambda _: None) as client,
        pytest.raises(LegifranceUnreachable, match="à temps"),
    ):
        ask(client)


def test_a_server_that_answers_in_crumbs_is_given_up(api: Api) -> None:
    now = [0.0]

    def clock() -> float:
        now[0] += 40.0  # more than the total at each look: the first crumb is late already
        return now[0]

    with (
        Client(access(api), Pace(interval=0.0, tries=1, total=30.0), sleep=lambda _: None, clock=clock) as client,
        pytest.raises(LegifranceUnreachable, match="trop lentement"),
    ):
        ask(client)


def test_no_server_is_told_with_what_to_look_at(api: Api, waits: list[float]) -> None:
    nobody = Access("http://127.0.0.1:9/app", "http://127.0.0.1:9/token", ID, SECRET)
    with (
        Client(nobody, QUICK, sleep=waits.append) as client,
        pytest.raises(LegifranceUnreachable, match="HTTPS_PROXY"),
    ):
        ask(client)
    assert len(waits) == 2


@pytest.mark.parametrize("content", [b"<html>maintenance</html>", b"[1, 2]", b""])
def test_what_is_not_a_json_object_is_unreadable(api: Api, client: Client, content: bytes) -> None:
    api.fails(status(200, content))
    with pytest.raises(LegifranceUnreadable):
        ask(client)


@pytest.mark.parametrize("content", [b"non", b"{}", b'{"access_token": 3}'])
def test_a_token_that_cannot_be_read_is_told(api: Api, client: Client, content: bytes) -> None:
    api.fails(status(200, content), on="token")
    with pytest.raises(LegifranceUnreadable, match="PISTE"):
        ask(client)


def test_a_huge_answer_is_refused(api: Api) -> None:
    api.fails(status(200, b'{"a": "' + b"x" * 4000 + b'"}'))
    with (
        Client(access(api), Pace(interval=0.0, most_bytes=1000)) as client,
        pytest.raises(LegifranceUnreadable, match="démesurée"),
    ):
        ask(client)


def test_a_redirection_is_not_followed_so_that_no_token_goes_elsewhere(api: Api, client: Client) -> None:
    api.fails(status(302, {}, Location=f"{api.url}/ailleurs"))
    with pytest.raises(LegifranceUnreadable, match="302"):
        ask(client)
    assert api.count("/ailleurs") == 0


def test_requests_are_kept_apart(api: Api, waits: list[float]) -> None:
    with Client(access(api), Pace(interval=5.0), sleep=waits.append, clock=lambda: 100.0) as client:
        ask(client)
        ask(client)
    assert waits == [5.0, 5.0]
