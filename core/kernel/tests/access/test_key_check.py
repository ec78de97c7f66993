"""The key and what it sealed: made once, never replaced while something needs the former one."""

import base64
from pathlib import Path

import pytest

from kontor_core.foundation.access import second_factor, users
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.key_check import look_at_key
from kontor_core.foundation.access.models import SecondFactor
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.system_rows import add_row
from kontor_core.foundation.vault import FILE_NAME, VARIABLE, KeyLost, KeyState, Unreadable, Vault

ANOTHER = base64.urlsafe_b64encode(bytes(range(32))).decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "company"
    folder.mkdir()
    return folder


def vault_of(storage: Storage, home: Path, **environ: str) -> Vault:
    return Vault(home, lambda: second_factor.kept(storage), environ=environ)


def keep(storage: Storage, vault: Vault, name: str) -> str:
    """Keep a second factor of a new user."""
    with storage.unit(SYSTEM) as uow:
        user = users.create_user(uow, name=name, email=f"{name}@kontor.example").id
        sealed = vault.seal("geheim", user)
        add_row(uow, SecondFactor, {"user_id": user, "secret": sealed, "last_step": 0})
    return user


def told(storage: Storage, vault: Vault) -> list[tuple[str, str]]:
    return [(one.verdict, text_of(one.what, "en")) for one in look_at_key(storage, vault)]


def test_the_key_is_made_when_it_is_first_needed(storage: Storage, folder: Path) -> None:
    vault = vault_of(storage, folder)
    assert (vault.state(), told(storage, vault)) == (KeyState.FINE, [])
    assert list(folder.iterdir()) == []

    user = keep(storage, vault, "ada")

    ((sealed, about),) = second_factor.kept(storage)
    assert (about, vault.open(sealed, about)) == (user, "geheim")
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]
    assert (folder / FILE_NAME).stat().st_mode & 0o077 == 0
    assert told(storage, vault) == [("ok", "the key opens 1 second factor")]


@pytest.mark.parametrize(
    ("content", "state", "what"),
    [
        (None, KeyState.MISSING, "The key kontor.key is missing: 2 second factors cannot"),
        (ANOTHER, KeyState.OTHER, "kontor.key is not the key that sealed 2 second factors"),
        ("nonsense", KeyState.UNUSABLE, "kontor.key is no key: 2 second factors cannot"),
    ],
)
def test_no_key_is_made_in_place_of_one_that_is_lost(
    storage: Storage, folder: Path, content: str | None, state: KeyState, what: str
) -> None:
    vault = vault_of(storage, folder)
    keep(storage, vault, "ada"), keep(storage, vault, "bob")
    file, former = folder / FILE_NAME, (folder / FILE_NAME).read_text()
    file.unlink() if content is None else file.write_text(content)

    with pytest.raises(KeyLost):
        vault.seal("mehr", "somebody")

    assert (file.read_text() if file.exists() else None) == content
    assert vault.state() is state
    ((verdict, found),) = told(storage, vault)
    assert (verdict, found[: len(what)]) == ("problem", what)
    with pytest.raises(Unreadable):
        vault.open(*second_factor.kept(storage)[0])
    file.write_text(former)
    assert [verdict for verdict, _ in told(storage, vault)] == ["ok"]


def test_a_key_from_outside_that_is_another_is_named(storage: Storage, folder: Path) -> None:
    keep(storage, vault_of(storage, folder), "ada")
    outside = vault_of(storage, folder, **{VARIABLE: ANOTHER})

    assert told(storage, outside) == [
        ("problem", "KONTOR_KEY is not the key that sealed 1 second factor")
    ]
    with pytest.raises(KeyLost):
        outside.seal("mehr", "somebody")


def test_factors_of_a_former_key_are_found_though_the_latest_opens(
    storage: Storage, folder: Path
) -> None:
    former = keep(storage, Vault(folder, environ={VARIABLE: ANOTHER}), "ada")
    vault = vault_of(storage, folder)
    keep(storage, Vault(folder, environ={}), "bob")

    assert second_factor.unreadable(storage, vault) == [former]
    assert told(storage, vault) == [
        ("problem", "kontor.key is not the key that sealed 1 second factor")
    ]
