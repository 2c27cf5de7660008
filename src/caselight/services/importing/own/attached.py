"""The files of an archive: each as large as its row says, the very same bytes, and of a kind that is kept."""

from caselight.core.attachments import Upload
from caselight.core.refusal import Refusal
from caselight.core.text import quoted
from caselight.services.importing.own.kept import Content, Values, wrong


def attached(values: Values, content: Content) -> None:
    """Refuse a row whose file is not there, or is not what the row says."""
    found = content(values["file"])
    if found is None:
        raise wrong("attachment", f"{values['file']} is not in the archive. Export it anew.")
    upload = Upload(values["name"], found)
    if len(found) != values["size"]:
        raise wrong("size", f"{values['file']} has {len(found):,} bytes. Export it anew.")
    if upload.sha256 != values["sha256"]:
        raise wrong("sha256", f"{values['file']} has another SHA-256: it was changed. Export it anew.")
    try:
        is_so = upload.media_type == values["media_type"]
    except Refusal as refusal:
        raise wrong("media_type", refusal.sentence) from refusal
    if not is_so:
        raise wrong("media_type", f"{values['file']} is {upload.media_type} by its content. Export it anew.")
    if upload.kept_name != values["name"]:
        raise wrong("name", f"It would be kept as {quoted(upload.kept_name)}. Name it so.")
