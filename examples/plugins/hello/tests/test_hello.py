from kontor_sdk.testing import Kontor


def test_new_customer_is_greeted_once(kontor: Kontor) -> None:
    customer = kontor.customer()

    kontor.deliver(times=2)  # at least once means: sometimes twice

    assert kontor.values(customer)["hello.text"] == "Moin!"
    assert len(kontor.visible("hello.greeting")) == 1
