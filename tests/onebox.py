"""The one box as its user works it: type a line, press Enter, look at the newest case."""

from sqlalchemy import func, select
from sqlmodel import col
from streamlit.testing.v1 import AppTest

from caselight.core.people import EVERYTHING
from caselight.store import casefile
from caselight.store.engine import Store
from caselight.store.tables import Case


def typed(app: AppTest, line: str) -> AppTest:
    return app.text_input(key="box").set_value(line).run()


def entered(app: AppTest, line: str) -> AppTest:
    return typed(app, line).button(key="enter_save").click().run()


def newest(place: Store) -> casefile.CaseFile:
    with place.reading(EVERYTHING) as session:
        number = session.scalar(select(func.max(col(Case.id))))
        found = casefile.case_file(session, EVERYTHING, number or 0)
    assert found
    return found
