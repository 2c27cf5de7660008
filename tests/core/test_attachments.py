"""Attachments are told by their content, whatever they call themselves."""

import pytest

from caselight.core.attachments import LIMIT, NAME_LIMIT, Upload, size_in_words
from caselight.core.refusal import Refusal

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
WEBP = b"RIFF\x24\0\0\0WEBPVP8 "


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"GIF87a\x01\0", "image/gif"),
        (b"GIF89a\x01\0", "image/gif"),
        (WEBP, "image/webp"),
        (b"%PDF-1.7\n\xe2\xe3", "application/pdf"),
        (b'{"error": 502}', "application/json"),
        (b" [1, 2]\n", "application/json"),
        (b"{not json", "text/plain"),
        (b"[" * 100_000, "text/plain"),  # deeper than the reader goes
        (b"day,calls\nMon,4\nTue,9\n", "text/csv"),
        ("dag;anrop\nmån;4\n".encode(), "text/csv"),
        (b"\xef\xbb\xbfa\tb\n1\t2\n", "text/csv"),  # as spreadsheets begin it
        (b'a,"b\n1,2', "text/plain"),  # a quote that never ends: one row
        (b"one line, with a comma", "text/plain"),
        (b"first, line\nsecond\n", "text/plain"),
        (b"a,b\n" + b"x" * 200_000 + b",c\n", "text/plain"),  # a field longer than the reader takes
        (b"10:02 \x1b[31mERROR\x1b[0m trunk 7 <html>502</html>\r\n", "text/plain"),
    ],
)
def test_a_file_is_what_its_content_is(content: bytes, media_type: str) -> None:
    assert Upload("holiday.exe", content).media_type == media_type


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "“a.png” is empty. Choose another file."),
        (b"x" * (LIMIT + 1), "“a.png” is larger than 2 MB. Make it smaller, or attach a part of it."),
        (b"<!DOCTYPE html><p>", "is a web page or a drawing"),
        (b"\n <svg onload='x()'>", "is a web page or a drawing"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "is a web page or a drawing"),
        (b"<script>x()</script>", "is a web page or a drawing"),
        (b"MZ\x90\0\x03", "is of a kind that is not kept. Attach a picture (png, jpeg, gif, webp), a pdf, or text"),
        (b"PK\x03\x04\x14", "is of a kind that is not kept"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "is of a kind that is not kept"),
        ("<html>".encode("utf-16"), "is of a kind that is not kept"),
        (b"caf\xe9 in Latin-1", "text in UTF-8"),
    ],
)
def test_what_is_not_kept_is_refused_in_a_sentence(content: bytes, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        _ = Upload("a.png", content).media_type

    assert told in refused.value.sentence


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("screen.PNG", PNG, "screen.PNG"),
        ("C:\\Users\\ada\\screen.png", PNG, "screen.png"),
        ("../../etc/trunk.log", b"busy", "trunk.log"),
        ("page.html", b"busy", "page.html.txt"),  # no desktop shall open it as a page
        ("run.js", b"alert(1)", "run.js.txt"),
        ("screen.png", b"busy", "screen.png.txt"),
        ("two\r\nlines\u202e\0.txt", b"busy", "two lines .txt"),
        ("...", PNG, "file.png"),
        ("x" * 300 + ".log", b"busy", "x" * (NAME_LIMIT - 4) + ".log"),
        ("x" * 300, PNG, "x" * (NAME_LIMIT - 4) + ".png"),
    ],
)
def test_a_name_keeps_no_path_and_ends_as_its_content_is(name: str, content: bytes, kept: str) -> None:
    assert Upload(name, content).kept_name == kept


def test_a_file_is_told_from_another_by_its_digest_and_never_printed() -> None:
    assert repr(Upload("a.txt", b"secret")) == repr(Upload("a.txt", b"secret"))
    assert repr(Upload("a.txt", b"secret")) != repr(Upload("a.txt", b"public"))
    assert "secret" not in repr(Upload("a.txt", b"secret"))


@pytest.mark.parametrize(("size", "said"), [(1, "1 kB"), (34_400, "34 kB"), (LIMIT, "2.0 MB")])
def test_sizes_are_said_short(size: int, said: str) -> None:
    assert size_in_words(size) == said
