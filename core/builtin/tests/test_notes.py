"""Notes: each is somebody's, by whichever door it comes."""

import pytest

from kontor_sdk import Invalid
from kontor_sdk.testing import Kontor


def test_a_note_is_somebodys_and_stays_so(kontor: Kontor) -> None:
    anna = kontor.user()
    customer = kontor.customer(as_=anna)
    note = kontor.create("notes.note", {"customer_id": customer, "body": "Ruft an"}, as_=anna)

    with pytest.raises(Invalid) as made:
        kontor.create("notes.note", {"body": "Von niemandem"}, as_=anna)
    with pytest.raises(Invalid) as changed:
        kontor.change(note, {"customer_id": None}, as_=anna)

    assert [list(one.value.problems()) for one in (made, changed)] == [["customer_id"]] * 2
    assert kontor.visible("notes.note") == [note.id]
