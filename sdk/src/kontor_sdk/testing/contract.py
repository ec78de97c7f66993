"""What every plugin has to keep, as tests that a plugin inherits with one line.

    class TestContract(PluginContract, plugin="loyalty"): ...

It needs to know nothing of the plugin: rows are made from what columns declare, everything that
shows is called, everything that happened happens again. What only the plugin's own functions can
make happen is added by overriding ``provoke``.
"""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest

from kontor_sdk.testing import data_checks, kept_checks, life_checks, privacy_checks, ui
from kontor_sdk.testing.kit import Kontor

NOBODY = """
[roles.nobody]
label = "Niemand"
label_en = "Nobody"
[roles.nobody.grants]
"*" = { read = "none" }
"""

OpenKontor = Callable[..., Kontor]


class PluginContract:
    """Inherit with ``plugin=`` its key, and ``beside=`` the keys of plugins it requires."""

    key: ClassVar[str] = ""
    beside: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, *, plugin: str = "", beside: tuple[str, ...] = ()) -> None:
        super().__init_subclass__()
        cls.key = plugin or cls.key
        cls.beside = beside or cls.beside

    @pytest.fixture
    def kontor_toml(self, kontor_toml: str) -> str:
        """Add a role without any right to what the module defines."""
        return kontor_toml + NOBODY

    @pytest.fixture
    def company(self, open_kontor: OpenKontor) -> Kontor:
        return open_kontor(*self.beside, self.key)

    def provoke(self, kontor: Kontor) -> None:
        """Let happen what the plugin reacts to and rows and demo do not bring about."""

    def test_names_imports_columns_texts_and_readme_are_in_order(self) -> None:
        from kontor_sdk.checks.command import findings

        assert [str(finding) for finding in findings(self.key)] == []

    def test_tables_arrive_in_an_empty_and_a_filled_company(self, tmp_path: Path) -> None:
        if _builtin(self.key):
            pytest.skip("A builtin plugin is in every company from its first day.")
        life_checks.check_arrival(tmp_path, self.key, self.beside)

    def test_everything_shows_in_both_languages_at_a_constant_number_of_reads(
        self, company: Kontor
    ) -> None:
        ui.check_shown(company, self.key)

    def test_nothing_shows_without_rights(self, company: Kontor) -> None:
        ui.check_hidden(company, self.key, company.user(role="nobody"))

    def test_no_address_answers_without_rights(self, company: Kontor) -> None:
        web_checks = _with_web()
        web_checks.check_pages_render(company, self.key)
        web_checks.check_addresses(company, self.key, company.user(role="nobody"))

    def test_events_that_come_twice_have_one_effect(self, company: Kontor) -> None:
        data_checks.provoke(company, self.key)
        data_checks.publish_absent(company, self.key)
        self.provoke(company)
        data_checks.check_reached(company, self.key)
        data_checks.check_twice(company)

    def test_export_finds_and_erasure_removes_what_is_personal(self, company: Kontor) -> None:
        privacy_checks.check_privacy(company, self.key)

    def test_merged_customers_lose_no_row(self, company: Kontor) -> None:
        data_checks.check_merge(company, self.key)

    def test_files_and_tags_of_its_records_go_where_these_go(self, company: Kontor) -> None:
        if not kept_checks.keeping(company, self.key):
            pytest.skip("No record of the plugin keeps files and tags.")
        kept_checks.check_kept(company, self.key)

    def test_rows_survive_that_the_plugin_is_off_for_a_while(self, company: Kontor) -> None:
        if _builtin(self.key):
            pytest.skip("A builtin plugin is never off.")
        life_checks.check_return(company, self.key, self.beside)

    def test_purge_leaves_nothing_and_takes_nothing_of_others(
        self, company: Kontor, tmp_path: Path
    ) -> None:
        if _builtin(self.key):
            pytest.skip("A builtin plugin stays.")
        life_checks.check_purge(company, tmp_path / "bare", self.key, self.beside)


def _with_web() -> ModuleType:
    """Give the checks that need kontor-web; skip where it is not installed."""
    pytest.importorskip("kontor_web", reason="There is no kontor-web here to ask.")
    from kontor_sdk.testing import web_checks

    return web_checks


def _builtin(key: str) -> bool:
    from kontor_core.hooks.discovery import scan
    from kontor_core.hooks.loader import BUILTIN

    return any(c.key == key and c.distribution == BUILTIN for c in scan())
