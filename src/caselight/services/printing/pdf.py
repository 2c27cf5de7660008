"""A review as a PDF: typeset by a library, its texts given as data, so that none of them can be markup."""

import json
from importlib.resources import files

from caselight.core.instant import read
from caselight.services.printing import fonts
from caselight.services.printing.shown import shown
from caselight.store.reviews import Kept

TEMPLATE = "templates/review.typ"


def pdf(kept: Kept) -> bytes:
    """Return the PDF; the same review gives the same bytes, since its data time stands for the time it was made."""
    import typst  # noqa: PLC0415 – 55 MB, only where something is printed

    said = shown(kept)
    source = files("caselight.services.printing").joinpath(TEMPLATE).read_bytes()
    face = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.folder())])
    made = typst.Compiler(source, font_paths=face, sys_inputs={"review": json.dumps(said)}).compile(
        format="pdf", timestamp=int(read(said["as_of"]).timestamp())
    )
    assert isinstance(made, bytes)  # noqa: S101 – one file, as PDF is
    return made
