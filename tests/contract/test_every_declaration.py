"""Every slot does what it says: what ``kontor_every`` declares is found where people look."""

import json
import re
from html import unescape

import httpx
import pytest

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def words(html: str) -> str:
    text = unescape(re.sub(r"<[^>]*>", " ", html))
    return " ".join(text.split())


def part(page: str, begins: str, ends: str) -> str:
    return page.partition(begins)[2].partition(ends)[0]


@pytest.fixture(scope="module")
def record(client: httpx.Client, customer: RecordRef, visit: RecordRef) -> str:
    return client.get(f"/customers/{customer.id}").text


@pytest.fixture(scope="module")
def listed(company: Kontor, client: httpx.Client, visit: RecordRef, customer: RecordRef) -> str:
    for number in (1, 2):
        values = {"customer_id": customer, "title": f"Weiterer {number}", "costs": "10"}
        company.create("every.visit", {**values, "held_on": f"2026-05-0{number}"})
    return client.get("/x/every/visits").text


def test_entries_of_the_navigation_have_group_key_number_and_conditions(
    client: httpx.Client,
) -> None:
    nav = part(client.get("/me").text, '<nav class="nav"', "</nav>")

    analysis = nav.partition("Analyse")[2] or nav.partition("Analytisch")[2]
    assert 'href="/x/every/narrow" data-key="g w"' in analysis
    assert "Alles 7" in words(analysis)
    assert "every.visit.created" in analysis  # then it is counted anew
    assert "Verborgen" not in nav


def test_a_page_has_width_crumbs_template_and_its_own_files(client: httpx.Client) -> None:
    narrow, full = client.get("/x/every/narrow").text, client.get("/x/every/full").text

    assert ('<div class="narrow">' in narrow, '<div class="narrow">' in full) == (True, False)
    crumbs = part(narrow, 'class="crumbs"', "</nav>")
    assert '<a href="/customers">Weg</a>' in crumbs
    assert words(crumbs).endswith("Weg Ohne Ziel Schmal")
    assert 'class="x-every"' in narrow
    assert "gesetzt" in narrow


def test_who_lacks_a_permission_is_not_shown_what_requires_it(
    company: Kontor, ben: User, record: str
) -> None:
    client = company.client(as_=ben)
    mine = company.customer({"owner_id": ben})

    page = client.get(f"/customers/{mine.id}").text

    assert client.get("/x/every/full").status_code == 403
    assert ("Geheim" in record, "Geheim" in page, "Rechts" in page) == (True, False, True)


def test_panels_stand_where_and_when_they_say(
    client: httpx.Client, customer: RecordRef, record: str
) -> None:
    assert "Sofortiges" in record
    assert "Rechtes" not in record  # it loads by itself
    assert "Hier fehlt noch etwas." in record
    assert "Lang" not in words(part(record, 'id="panel-every-now"', "</main>"))
    assert re.search(r'id="panel-every-right"[^>]*every\.visit\.created', record)
    right = client.get(f"/ui/customers/{customer.id}/panel/every.right", headers=PARTIAL)
    assert "Rechtes" in right.text
    before, _, after = record.partition('id="panel-every-right"')
    assert "Links" in before
    assert "Links" not in words(after)


def test_a_tab_has_a_number_and_hears_of_changes(
    client: httpx.Client, customer: RecordRef, record: str
) -> None:
    assert "Reiter 42" in words(record)

    page = client.get(f"/customers/{customer.id}?tab=every.tab").text

    assert "Reiterliches" in page
    assert re.search(r'id="tab"[^>]*every\.visit\.created', page)


def test_a_tile_has_its_size_and_a_lazy_one_comes_later(client: httpx.Client) -> None:
    page = client.get("/").text

    assert re.search(r'class="card span(8|12)" id="card-every.tile"[^>]*every\.visit', page)
    assert "Gekacheltes" in page
    assert "Verspätetes" not in page
    assert "Verspätetes" in client.get("/ui/widget/every.late", headers=PARTIAL).text


def test_columns_show_values_kinds_and_what_they_come_to(listed: str) -> None:
    foot = words(part(listed, 'class="tfoot"', "</k-table>"))

    assert "1.234" in words(part(listed, "<tbody>", "</tbody>"))
    assert "Länge" in words(part(listed, "<thead", "</thead>"))
    assert re.search(r'<td class="[^"]*\bm2"', listed)
    assert "Kosten gesamt 140,00 €" in foot
    assert "Größter Wert Datum 24.11.2026" in foot


def test_filters_and_views_are_tabs_of_the_list(client: httpx.Client, listed: str) -> None:
    tabs = part(listed, '<nav class="views"', "</nav>")
    costly = re.search(r'<a href="([^"]+)"[^>]*>Teure', tabs)
    assert costly is not None

    one = client.get(unescape(costly[1])).text
    view = client.get("/x/every/visits?view=every.planned").text
    board = client.get("/x/every/visits?view=every.by_state").text

    assert ("Erstbesuch" in one, "Weiterer" in part(one, "<tbody>", "</tbody>")) == (True, False)
    assert re.findall(r'<th[^>]*data-key="?(\w+)|scope="col"', view)
    order = [words(view).find(name) for name in ("Weiterer 2", "Weiterer 1")]
    assert order == sorted(order)
    assert 'id="lane-planned"' in board


def test_a_list_has_as_many_rows_as_its_resource_says(listed: str) -> None:
    assert listed.count("<tr id=") + listed.count('<tr data-id="') in (0, 2)
    assert 'rel="next" href=' in listed


def test_the_history_says_what_its_renderer_made_of_an_event(
    company: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    for state in ("held", "lost"):
        values = {"customer_id": customer, "title": f"Termin {state}", "held_on": "2026-05-03"}
        company.create("every.visit", {**values, "state": state})

    page = client.get(f"/ui/customers/{customer.id}/timeline", headers=PARTIAL).text

    said = words(page)
    assert "Eingehend: Besuch Termin held" in said
    assert "Ausgehend: Besuch Termin lost" in said
    assert "Erika Berg" in said
    assert "Marke" in said
    assert "Mit x" in said
    assert 'datetime="2026-05-01T08:15' in page or "2026-05-01T06:15" in page
    assert re.search(r'class="att"[^>]*><li><a class="lnk" href="/x/every/narrow"', page)


def test_who_may_not_read_a_renderer_finds_nothing_of_it(company: Kontor, ben: User) -> None:
    mine = company.customer({"owner_id": ben})
    company.create("every.visit", {"customer_id": mine, "title": "Leise", "held_on": "2026-05-03"})

    page = company.client(as_=ben).get(f"/ui/customers/{mine.id}/timeline", headers=PARTIAL).text

    assert "Leise" not in page


def test_a_composer_opens_by_its_key_and_takes_its_input(
    client: httpx.Client, customer: RecordRef, record: str
) -> None:
    base = f"/ui/customers/{customer.id}/compose/every.compose"

    said = client.post(base, data={"word": "Hallo"})

    assert 'data-key="u"' in record
    assert "Gesagt: Hallo" in json.loads(said.headers["hx-trigger"])["k:toast"]["text"]
    assert client.post(base, data={"word": ""}).status_code == 422


def test_the_palette_asks_a_source_behind_its_sign(client: httpx.Client) -> None:
    found = client.get("/ui/palette", params={"q": "*mond"}, headers=PARTIAL).text

    assert "Treffer mond" in found
    assert (
        "Treffer mond" not in client.get("/ui/palette", params={"q": "mond"}, headers=PARTIAL).text
    )


def test_actions_of_a_record_stand_in_its_head_with_key_and_rank(record: str) -> None:
    rufen = re.search(r"<button[^>]*/action/every\.shout[^>]*>", record)
    gone = re.search(r"<button[^>]*/action/every\.destroy[^>]*>", record)

    assert rufen is not None
    assert gone is not None
    assert ('data-key="y"' in rufen[0], "primary" in rufen[0]) == (True, True)
    assert "danger" in gone[0]
    assert "every.aside" not in record


def test_an_action_is_confirmed_by_its_word_and_taken_back(
    client: httpx.Client, customer: RecordRef
) -> None:
    base = f"/ui/customers/{customer.id}/action"

    asked = client.get(f"{base}/every.destroy", headers=PARTIAL).text
    wrong = client.post(f"{base}/every.destroy", data={"word": "nein"})
    done = client.post(f"{base}/every.shout")

    assert "Wirklich?" in asked
    assert "JA" in asked
    assert json.loads(wrong.headers["hx-trigger"])["k:toast"]["kind"] == "error"
    toast = json.loads(done.headers["hx-trigger"])["k:toast"]
    back = client.post(toast["undo"]["url"])
    assert "Wieder still." in json.loads(back.headers["hx-trigger"])["k:toast"]["text"]


def test_a_question_says_how_much_it_is_about(
    company: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    other = company.customer()
    one, two = ([("id", c.id) for c in chosen] for chosen in ([customer], [customer, other]))

    asked = [
        client.get("/ui/action/every.many", params=ids, headers=PARTIAL).text for ids in (one, two)
    ]

    assert "1 Kunde rufen?" in asked[0]
    assert "2 Kunden rufen?" in asked[1]


def test_an_action_begins_with_what_it_is_told_to(client: httpx.Client) -> None:
    form = client.get("/ui/action/every.say", headers=PARTIAL).text

    assert 'value="Zuerst 0"' in form


def test_actions_of_a_selection_and_of_no_record_are_offered(client: httpx.Client) -> None:
    palette = client.get("/ui/palette", params={"q": ">"}, headers=PARTIAL).text

    assert "Viele rufen" in client.get("/customers").text
    assert "Sagen" in palette
    assert 'href="/x/every/full"' in palette


def test_scripts_and_styles_come_under_a_hash_with_type_and_for_a_year(
    company: Kontor, client: httpx.Client
) -> None:
    home, own = client.get("/me").text, client.get("/x/every/narrow").text
    script = re.search(r'<script type="module" src="(/assets/p/every/\w{12}/every.js)">', home)
    assert script is not None
    folder = script[1].rpartition("/")[0]

    answer = company.client().get(script[1])

    assert f'<link rel="stylesheet" href="{folder}/every.css">' in home
    assert (f"{folder}/own.css" in home, f"{folder}/own.css" in own) == (False, True)
    assert f'data-src="{folder}/every.css"' in own
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "marked" in client.get(f"{folder}/deep/mark.js").text


def test_nothing_else_of_the_folder_is_served(client: httpx.Client) -> None:
    script = re.search(r'src="(/assets/p/every/\w{12})/every.js"', client.get("/me").text)
    assert script is not None
    places = ("notes.cfg", "../plugin.py", "%2e%2e/plugin.py", "nothing.js")

    answers = [client.get(f"{script[1]}/{place}").status_code for place in places]

    assert answers == [404, 404, 404, 404]
    assert client.get("/assets/p/every/000000000000/every.js").status_code == 404


def test_routes_keep_audience_permission_and_uploads(company: Kontor, ben: User) -> None:
    nobody, staff = company.client(), company.client(as_=ben)
    anna = company.client(as_=company.user(role="administrator"))
    sent = {"files": {"paper": ("plan.txt", b"x")}, "data": {"word": "da"}}

    assert nobody.get("/x/every/open?word=ja").json() == {"word": "ja", "files": {}}
    assert staff.post("/x/every/take", **sent).status_code == 403
    assert anna.post("/x/every/take", **sent).json()["files"] == {"paper": "plan.txt"}


def test_a_job_does_its_work_in_its_rhythm(company: Kontor, customer: RecordRef) -> None:
    values = {"customer_id": customer, "title": "Alt", "held_on": "2026-05-03", "state": "lost"}
    lost = company.create("every.visit", values)

    company.run_jobs()

    assert company.values(lost)["title"] == "vom Auftrag"


def test_the_page_of_the_plugin_says_all_it_brings(client: httpx.Client) -> None:
    page = words(client.get("/definition/every").text)

    for said in (
        "Deklariert alles.",
        "Besuchstafel",
        "maps.example",
        "Aufschreiben",
        "Alles benutzen",
        "transactions",
    ):
        assert said in page
