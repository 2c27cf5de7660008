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
from caselight.store.reviews import Kept, one
from caselight.store.tables import Client
from floor import Floor, at

EVIL = '<script>alert(1)</script> #eval("1+1") *bold* $x$ @ref \\u{0} [x](javascript:1) "quoted"'
NOW = at("Mon 12:00") + timedelta(days=14)


@pytest.fixture
def kept(floor: Floor) -> Kept:
    """Return a review with a client's name and a title that would be markup."""
    a_case(floor, "Mon 10:00", title=EVIL, priority=1)
    name = {"name": "Norvane #pagebreak() <b>Telecom</b>"}
    floor.store.transact(lambda session: session.get_one(Client, floor.client).sqlmodel_update(name), EVERYTHING)
    number = reviews.make(
        floor.store, floor.client, date(2026, 11, 16), date(2026, 11, 22), actor=floor.manager, now=NOW
    )
    with floor.store.reading(EVERYTHING) as session:
        found = one(session, EVERYTHING, number)
    assert found is not None
    return found


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


def _text(pdf: bytes) -> str:
    return " ".join(word for page in PdfReader(BytesIO(pdf)).pages for word in page.extract_text().split())


def test_every_chart_has_its_finding_in_words(kept: Kept) -> None:
    alts = re.findall(r'alt="([^"]*)"', printing.page(kept, style=""))

    assert alts
    assert all(len(alt) > 30 for alt in alts)
