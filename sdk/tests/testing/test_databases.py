import pytest
from sqlalchemy import create_engine, inspect, text

from kontor_sdk.testing.databases import PostgresServer


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


def create_table(url: str, name: str) -> None:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE TABLE {name} (id integer)"))
    finally:
        engine.dispose()


@pytest.mark.parametrize("round_number", [1, 2])
def test_every_test_starts_with_an_empty_database(database_url: str, round_number: int) -> None:
    assert tables(database_url) == []

    create_table(database_url, "leftover")


@pytest.mark.postgres
def test_a_database_can_be_copied_from_a_template(postgres_server: PostgresServer) -> None:
    template = postgres_server.create_database()
    create_table(template, "note")
    name = template.partition("?")[0].rpartition("/")[2]

    copy = postgres_server.create_database(template=name)

    assert tables(copy) == ["note"]
    postgres_server.drop_database(copy)
    postgres_server.drop_database(template)
