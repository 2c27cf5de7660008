"""Every record template, without naming one: complete, clean, and the same through a form, a file and the docs."""

import runpy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core.records import (
    TYPES,
    Record,
    Stage,
    Standard,
    Template,
    cells,
    columns,
    form_fields,
    loggable,
    owed,
    resolve_tag,
    validate,
)
from caselight.core.sheets import SHEETS
from records_entries import entries

DOCS = Path(__file__).parents[2] / "docs"
TEMPLATES: list[type[Template]] = [Standard, *TYPES.values(), *SHEETS.values()]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_field_says_what_to_write_and_when(template: type[Template]) -> None:
    for field in form_fields(template):
        assert field.label[0].isupper(), field.name
        assert field.guidance.endswith("."), field.name
        assert field.max_length == (10_000 if field.kind == "text" else 300), field.name
        assert (field.kind == "text") == field.multiline, field.name


@pytest.mark.parametrize("record", TYPES.values())
def test_every_type_says_what_it_is(record: type[Record]) -> None:
    assert TYPES[record.key] is record
    assert record.family in {"service failure", "interruption", "recovery"}
    assert record.guidance.endswith(".")
    assert record.title[0].isupper()


@pytest.mark.parametrize("record", loggable())
def test_every_tag_names_its_type(record: type[Record]) -> None:
    assert all(resolve_tag(tag.upper()) is record for tag in record.tags)


@pytest.mark.parametrize("record", TYPES.values())
def test_a_type_does_not_ask_what_every_record_asks(record: type[Record]) -> None:
    assert not set(columns(record)) & set(columns(Standard))


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_is_owed_by_a_full_record_and_everything_by_an_empty_one(template: type[Template]) -> None:
    required = [field for field in form_fields(template) if field.required]

    assert owed(template, {}, Stage.CLOSING, serious=True) == required
    assert owed(template, dict.fromkeys(columns(template), "x"), Stage.CLOSING, serious=True) == []


@pytest.mark.parametrize("template", TEMPLATES)
@settings(max_examples=30)
@given(data=st.data())
def test_details_and_their_row_in_a_file_read_back(template: type[Template], data: st.DataObject) -> None:
    entered = data.draw(entries(template))

    details = validate(template, entered, stage=None)

    assert validate(template, details, stage=None) == details
    assert validate(template, cells(template, details), stage=None) == details


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_api_schema_says_what_is_owed_and_personal(template: type[Template]) -> None:
    schema = template.model_json_schema()

    assert schema["additionalProperties"] is False
    for field in form_fields(template):
        said = schema["properties"][field.name]
        assert (said["title"], said["personal"], said["owed"]) == (field.label, field.personal, field.owed)


def test_the_page_about_records_is_what_the_code_says() -> None:
    pages = runpy.run_path(str(DOCS / "generate.py"))["PAGES"]

    for name, page in pages.items():
        assert (DOCS / name).read_text(encoding="utf-8") == page() + "\n", f"run: python docs/generate.py ({name})"
