"""Printed reviews: what people typed stays text, and the same review is the same file."""

import json
import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from acts import a_case
from caselight.core.people import EVERYTHING
from caselight.services import printing, reviews
from caselight.store import sealed
from caselight.store.reviews import Kept, one
from caselight.store.tables import Client
from floor import Floor, at
from proving import seal

EVIL = '<script>alert(1)</script> #eval("1+1") *bold* $x$ @ref \\u{0} [x](javascript:1) "quoted"'
NOW = at("Mon 12:00") + timedelta(days=14)


def a_review(floor: Floor) -> Kept:
    first, last = date(2026, 11, 16), date(2026, 11, 22)
    number = reviews.make(floor.store, floor.client, first, last, actor=floor.manager, now=NOW)
    with floor.store.reading(EVERYTHING) as session:
        found = one(session, EVERYTHING, number)
    assert found is not None
    return found


@pytest.fixture
def kept(floor: Floor) -> Kept:
    """Return a review with a client's name and a title that would be markup."""
    a_case(floor, "Mon 10:00", title=EVIL, priority=1)
    name = {"name": "Norvane #pagebreak() <b>Telecom</b>"}
    floor.store.transact(lambda session: session.get_one(Client, floor.client).sqlmodel_update(name), EVERYTHING)
    return a_review(floor)


def test_html_holds_no_markup_of_people_and_fetches_nothing(kept: Kept) -> None:
    page = printing.page(kept, style="/assets/x/review.css")

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>Telecom" not in page
    sources = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert sources
    assert all(source.startswith(("data:image/svg+xml;base64,", "/assets/", "/case?id=C-")) for source in sources)


def test_the_same_review_is_the_same_pdf_to_the_last_byte(kept: Kept) -> None:
    one, other = printing.pdf(kept), printing.pdf(kept)

    assert one.startswith(b"%PDF-")
    assert one == other
    assert len(one) < 500_000


def test_letters_without_a_typeface_are_counted_and_never_an_empty_box(kept: Kept) -> None:
    sentences = ["Łódź, Ἀθήνα, Жук, שלום.", "电话断线 since Monday.", "مرحبا: the line is down."]
    body = json.dumps(json.loads(kept.body) | {"sentences": sentences})

    said = _text(printing.pdf(kept._replace(body=body)))

    assert all(word in said for word in ("Łódź", "Ἀθήνα", "Жук"))
    assert "[4 letters] since Monday." in said
    assert "[5 letters]: the line is down." in said
    assert "no typeface for are counted between brackets" in said
    assert "no typeface for" not in _text(printing.pdf(kept))


def test_it_ends_with_the_newest_seal_in_every_form(floor: Floor) -> None:
    a_case(floor, "Mon 10:00")
    seal(floor.store)
    with floor.store.reading(EVERYTHING) as session:
        newest = sealed.newest(session)

    found = a_review(floor)

    assert newest is not None
    assert newest.hash in printing.page(found, style="")
    assert newest.hash in _text(printing.pdf(found)).replace(" ", "")


def test_a_review_that_knows_of_no_seal_says_nothing_of_one(kept: Kept) -> None:
    before = {name: value for name, value in json.loads(kept.body).items() if name != "seal"}
    older = kept._replace(body=json.dumps(before))

    assert all("newest seal" not in printing.page(each, style="") for each in (kept, older))
    assert all("newest seal" not in _text(printing.pdf(each)) for each in (kept, older))


def _text(pdf: bytes) -> str:
    return " ".join(word for page in PdfReader(BytesIO(pdf)).pages for word in page.extract_text().split())


def test_every_chart_has_its_finding_in_words(kept: Kept) -> None:
    alts = re.findall(r'alt="([^"]*)"', printing.page(kept, style=""))

    assert alts
    assert all(len(alt) > 30 for alt in alts)
