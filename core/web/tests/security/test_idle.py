"""A session ends when nobody works: what a page loads by itself is nobody."""

from datetime import timedelta

import pytest

from kontor_sdk.testing.kit import Kontor
from kontor_web.security.visitors import UNASKED

_A_WHILE = timedelta(minutes=12)


@pytest.mark.parametrize(("headers", "status"), [({}, 200), ({UNASKED: "1"}, 303)])
def test_only_what_somebody_asked_for_keeps_a_session_alive(
    kontor: Kontor, headers: dict[str, str], status: int
) -> None:
    client = kontor.client(as_=kontor.user())

    for _ in range(3):
        kontor.pass_time(_A_WHILE)
        answer = client.get("/customers", headers=headers)

    assert answer.status_code == status
