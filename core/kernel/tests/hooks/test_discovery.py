from kontor_core.hooks.discovery import scan, version_of
from kontor_sdk.testing.site import Site


def test_installed_plugin_is_read_from_metadata_alone(site: Site) -> None:
    site.install("sales", requires=("kontor-transactions>=1", "httpx"))

    (found,) = site.candidates()

    assert (found.key, found.distribution, found.version, found.summary) == (
        "sales",
        "kontor-sales",
        "1.2",
        "The sales",
    )
    assert str(found.sdk_range) == "<2,>=1"
    assert found.requires == {"kontor-transactions"}


def test_same_distribution_twice_on_the_path_is_one_plugin(site: Site) -> None:
    site.install("sales")

    found = scan([str(site.folder), str(site.folder)])

    assert [c.key for c in found] == ["sales"]


def test_extra_is_no_requirement(site: Site) -> None:
    site.install("sales", requires=('kontor-service>=1; extra == "service"',))

    (found,) = site.candidates()

    assert found.requires == frozenset()


def test_version_of_the_sdk_is_known_without_importing_it() -> None:
    assert version_of() is not None
