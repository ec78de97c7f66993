"""What the inbox promises: everything once, to its recipient alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kontor_core.foundation.definition import DefinitionErrors
from kontor_inbox.models import Notice
from kontor_sdk.flow import Fact
from kontor_sdk.testing import Kontor, User


@pytest.fixture
def kontor_toml(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", ""))


def _tell(kontor: Kontor, user: User, text: str, about: str) -> None:
    event = "notification.requested"
    with kontor.unit() as uow:
        payload = {"recipient": user.id, "about": about}
        told = {"text": text, "text_en": f"{text} (en)"}
        uow.publish(Fact(type=event, payload=payload, personal=told))


def _notices(kontor: Kontor) -> list[Notice]:
    with kontor.unit() as uow:
        return uow.find_all(Notice)


def test_the_same_to_the_same_person_about_the_same_is_kept_once(kontor: Kontor) -> None:
    anna, ben = kontor.user(), kontor.user()
    for about in ("a", "a", "b"):
        _tell(kontor, anna, "Fällig", about)
    _tell(kontor, ben, "Fällig", "a")

    kontor.deliver(times=2)

    assert sorted(notice.recipient_id for notice in _notices(kontor)) == sorted(
        [anna.id, anna.id, ben.id]
    )


def test_nobody_reads_the_notices_of_another(kontor: Kontor) -> None:
    anna, boss = kontor.user(), kontor.user(role="administrator")
    _tell(kontor, anna, "Nur für Anna", "a")
    kontor.deliver()

    pages = [kontor.client(as_=user).get("/x/inbox/notices").text for user in (anna, boss)]

    assert ["Nur für Anna" in page for page in pages] == [True, False]


def test_the_inbox_speaks_the_readers_language(kontor: Kontor) -> None:
    anna = kontor.user()
    _tell(kontor, anna, "Fällig", "a")
    kontor.deliver()

    client = kontor.client(as_=anna)
    client.cookies.set("k_locale", "en")

    assert "Fällig (en)" in client.get("/x/inbox/notices").text


def test_reading_counts_down_in_the_navigation_and_is_taken_back(kontor: Kontor) -> None:
    anna = kontor.user()
    for about in ("a", "b"):
        _tell(kontor, anna, f"Nachricht {about}", about)
    kontor.deliver()
    client = kontor.client(as_=anna)
    first = _notices(kontor)[0]
    counted = [_count(client.get("/").text)]

    answer = client.post(f"/ui/action/inbox.read?id={first.id}")
    counted.append(_count(client.get("/").text))
    client.post(f"/ui/undo/inbox.read?id={first.id}&ids={first.id}")
    counted.append(_count(client.get("/").text))
    client.post("/ui/action/inbox.read_all")
    counted.append(_count(client.get("/").text))

    assert answer.status_code == 204
    assert counted == ["2", "1", "2", None]


def _count(page: str) -> str | None:
    link = page.partition('href="/x/inbox/notices"')[2].partition("</a>")[0]
    return link.partition('<span class="count"')[2].partition(">")[2].partition("<")[0] or None


def test_reading_somebody_elses_notice_changes_nothing(kontor: Kontor) -> None:
    anna, boss = kontor.user(), kontor.user(role="administrator")
    _tell(kontor, anna, "Fällig", "a")
    kontor.deliver()
    (notice,) = _notices(kontor)

    kontor.client(as_=boss).post(f"/ui/action/inbox.read?id={notice.id}")

    assert _notices(kontor)[0].read_at is None


@pytest.mark.parametrize("kontor_toml", ["[plugin.inbox]\nkeep_days = 30"], indirect=True)
def test_what_was_read_is_forgotten_after_the_days_the_company_sets(kontor: Kontor) -> None:
    anna = kontor.user()
    for about in ("read", "unread"):
        _tell(kontor, anna, f"Nachricht {about}", about)
    kontor.deliver()
    old = next(notice for notice in _notices(kontor) if notice.text.endswith(" read"))
    kontor.client(as_=anna).post(f"/ui/action/inbox.read?id={old.id}")
    left = []

    for days in (29, 2):
        kontor.pass_time(timedelta(days=days))
        kontor.run_jobs()
        left.append(len(_notices(kontor)))

    assert left == [2, 1]
    assert _notices(kontor)[0].read_at is None


@pytest.mark.parametrize("kontor_toml", ["[plugin.inbox]\nkeep_days = 0"], indirect=True)
def test_a_setting_that_makes_no_sense_is_refused_at_the_start(
    open_kontor: Callable[..., Kontor],
) -> None:
    with pytest.raises(DefinitionErrors, match="keep_days"):
        open_kontor()


def test_a_notice_about_a_customer_stays_out_of_the_customers_history(kontor: Kontor) -> None:
    anna, customer = kontor.user(role="administrator"), kontor.customer()
    told = {"recipient": anna.id, "about": "a"}
    kontor.publish("notification.requested", customer=customer, payload=told)

    history = kontor.client(as_=anna).get(f"/ui/customers/{customer.id}/timeline").text

    assert "notification" not in history


def test_the_number_in_the_navigation_asks_anew_when_a_notice_comes(kontor: Kontor) -> None:
    anna = kontor.user()
    client = kontor.client(as_=anna)
    page = client.get("/").text
    before = client.get("/ui/badge/inbox.inbox").text
    _tell(kontor, anna, "Fällig", "a")
    kontor.deliver()

    after = client.get("/ui/badge/inbox.inbox").text

    assert 'hx-get="/ui/badge/inbox.inbox"' in page
    assert "inbox.notice.created" in page
    assert (" hidden" in before, " hidden" in after, ">1<" in after) == (True, False, True)
    assert client.get("/ui/badge/nobody.knows").status_code == 404
