"""What the library takes and refuses, by content and not by name, and what is taken out of what it takes."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from fourpoint.services.files import texts
from fourpoint.services.files.accepting import accept_file, safe_name
from fourpoint.services.files.refusing import FileNotTaken
from tests.factories.files import (
    RELATION,
    exif,
    make_docx,
    make_jpeg,
    make_odt,
    make_pdf,
    make_png,
    make_xlsx,
    make_zip,
    segment,
)


def _unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _pdf_by(author, *, keys=()):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf())))
    writer.add_metadata({"/Author": author, **dict.fromkeys(keys, "x")})
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


ODS = "application/vnd.oasis.opendocument.spreadsheet"


def _refusal(name, data):
    with pytest.raises(FileNotTaken) as refused:
        accept_file(name, data)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0, "one sentence"
    return sentence


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.docx", make_docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", make_xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.odt", make_odt(), "application/vnd.oasis.opendocument.text"),
        ("a.ods", make_zip({"mimetype": ODS, "content.xml": "<a>A made-up gannet.</a>"}), ODS),
        ("a.pdf", make_pdf(), "application/pdf"),
        ("a.txt", b"A made-up gannet.", "text/plain"),
        ("a.csv", b"bird\nA made-up gannet.", "text/csv"),
    ],
)
def test_words_of_every_kind_are_read(name, data, media_type):
    accepted = accept_file(name, data)

    assert (accepted.name, accepted.media_type, accepted.data) == (name, media_type, data)
    assert "A made-up gannet." in accepted.words


def test_numbers_of_a_sheet_are_no_words():
    assert "4711" not in accept_file("a.xlsx", make_xlsx()).words


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.pdf", b"MZ\x90\x00 program", "Windows program"),
        ("a.txt", b"\x7fELF....", "Linux program"),
        ("a.txt", b"#!/bin/sh\nrm -rf /", "script"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old kind"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "locked"),
        ("a.txt", b"{\\rtf1 object}", "RTF"),
        ("a.gz", b"\x1f\x8b\x08", "packed"),
        ("a.svg", b"<svg onload='alert(1)'/>", "name ends in"),
        ("a.html", b"<script>alert(1)</script>", "name ends in"),
        ("a.pdf", b"no PDF at all", "name ends in"),
        ("a.png", make_pdf(), "name ends in"),
        ("a.xlsx", make_docx(), "name ends in"),
        ("noending", b"words", "name ends in"),
        ("a.exe", b"words", "name ends in"),
        ("a.bin", b"\x00\x01\x02\x03", "of that kind"),
        ("a.zip", make_zip({"a.txt": "words"}), "of that kind"),
        ("a.jar", make_zip({"META-INF/MANIFEST.MF": "Main-Class: a"}), "of that kind"),
        ("a.docx", make_docx(word__vbaProject__bin=b"x").replace(b"vbaProject/bin", b"vbaProject.bin"), "macros"),
        ("a.docx", make_docx(word__embeddings__oleObject1=b"x"), "another file"),
        ("a.docx", make_docx(word__activeX__one=b"x"), "macros"),
        ("a.odt", make_odt(Basic__Standard__Module1="x"), "macros"),
        ("a.odt", make_odt(**{"Object 1__content": "x"}), "another file"),
        ("a.odt", make_odt(**{"META-INF__manifest.xml": "<m><encryption-data/></m>"}), "password"),
        ("a.docx", make_docx()[:-40], "damaged"),
        ("a.docx", make_docx("<broken"), "damaged"),
    ],
)
def test_refusals(name, data, said):
    assert said in _refusal(name, data)


def test_macro_enabled_type_is_refused_under_any_name():
    types = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'

    assert "macros" in _refusal("a.docx", make_zip({"[Content_Types].xml": types, "word/document.xml": "<a/>"}))


def test_what_is_fetched_on_opening_is_refused_and_a_link_is_not():
    def with_relation(kind):
        link = (
            f'<Relationships><Relationship Type="{RELATION}/{kind}" TargetMode="External" Target="https://e.example"/>'
        )
        return make_docx(**{"word___rels__document.xml.rels": f"{link}</Relationships>"})

    assert "fetches something" in _refusal("a.docx", with_relation("attachedTemplate"))
    assert "fetches something" in _refusal("a.docx", with_relation("image"))
    assert accept_file("a.docx", with_relation("hyperlink")).words


def test_bombs_are_refused_before_they_are_unpacked():
    wide = make_docx(**{"word__media__zeros.bmp": b"\0" * 30_000_000})
    many = make_docx(**{f"word__media__{number}.txt": "" for number in range(3_001)})

    assert "unpacks to far more" in _refusal("a.docx", wide)
    assert "unpacks to far more" in _refusal("a.docx", many)


def test_lying_sizes_do_not_unpack_more_than_they_say():
    data = make_docx("words " * 20_000)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        size = package.getinfo("word/document.xml").file_size
    lying = data.replace(struct.pack("<I", size), struct.pack("<I", 10))

    assert "damaged" in _refusal("a.docx", lying)


def test_entities_are_refused_before_they_grow():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
    file = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'

    for content in (bomb, file, bomb.encode("utf-16")):
        parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
        assert "declares things" in _refusal("a.odt", make_zip(parts))


@pytest.mark.parametrize(
    ("catalog", "extra", "said"),
    [
        ("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", (), "script"),
        ("/OpenAction 5 0 R", ("<< /S /Launch /F (cmd.exe) >>",), "starts a program"),
        ("/Names << /EmbeddedFiles << /Names [] >> >>", (), "another file"),
        ("/AA << /O << /S /JavaScript /JS (a) >> >>", (), "script"),
        ("/Dests [ << /A << /Next [ << /S /Launch >> ] >> >> ]", (), "starts a program"),
        ("", ("<< /Type /Filespec /EF << /F 1 0 R >> >>",), "another file"),
        ("", ("<< /Type /Annot /Subtype /RichMedia >>",), "another file"),
    ],
)
def test_pdf_that_could_run_is_refused(catalog, extra, said):
    assert said in _refusal("a.pdf", make_pdf(*extra, catalog=catalog))


def test_object_beyond_what_the_file_says_it_holds_is_looked_at():
    data = make_pdf("<< /S /JavaScript /JS (a) >>", catalog="/OpenAction 5 0 R").replace(b"/Size 6", b"/Size 2")

    assert "script" in _refusal("a.pdf", data)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\xff" * 500, make_pdf()[:80]])
def test_damaged_pdf_is_refused_and_breaks_nothing(data):
    assert "damaged" in _refusal("a.pdf", data)


def test_locked_pdf_is_refused():
    from pypdf import PdfReader, PdfWriter

    held = io.BytesIO()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf())))
    writer.encrypt("a password", algorithm="RC4-128")
    writer.write(held)

    assert "password" in _refusal("a.pdf", held.getvalue())


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1", " =1"])
def test_formulas_in_a_table_are_refused_with_their_place(cell):
    assert "Row 2, column 2" in _refusal("a.csv", f'a,b\n1,"{cell}"\n'.encode())


@pytest.mark.parametrize("cell", ["-5", "+44 1632 960000", "-1,204.5", "5 = five", "a@b.example", "-", "+5%"])
def test_numbers_telephones_and_addresses_are_no_formulas(cell):
    assert accept_file("a.csv", f'a,b\n1,"{cell}"\n'.encode()).media_type == "text/csv"


def test_text_of_windows_is_read_and_binary_is_not_text():
    assert accept_file("a.txt", "café".encode("cp1252")).words == "café"
    assert accept_file("a.txt", "\ufeffcafé".encode()).words == "café"
    assert not texts.is_text(b"a\0b")


def test_png_keeps_the_picture_alone():
    data = make_png((b"tEXt", b"Author\0Somebody"), (b"eXIf", b"MM*\0"), (b"gAMA", b"\0\0\xb1\x8f")) + b"trailing"

    kept = accept_file("a.png", data).data

    assert kept == make_png((b"gAMA", b"\0\0\xb1\x8f"))
    assert accept_file("a.png", kept).data == kept


def test_jpeg_keeps_the_picture_and_which_way_is_up():
    jfif, adobe = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), segment(0xEE, b"Adobe\0d\0\0\0\0\1")
    colours = segment(0xE2, b"ICC_PROFILE\0\1\1colours")
    spoken = segment(0xFE, b"by Somebody") + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0Somebody")
    data = make_jpeg(jfif, exif(6), spoken, colours, segment(0xED, b"Photoshop"), adobe) + b"trailing"

    kept = accept_file("photo.jpeg", data)

    assert b"GPS" not in kept.data
    assert b"Somebody" not in kept.data
    assert kept.data.endswith(b"\xff\xd9")
    assert all(part in kept.data for part in (jfif, adobe, colours))
    assert accept_file("a.jpg", kept.data).data == kept.data
    assert kept.name == "photo.jpg"


def test_upright_jpeg_loses_its_camera_block():
    assert accept_file("a.jpg", make_jpeg(exif(1))).data == make_jpeg()
    assert accept_file("a.jpg", make_jpeg(exif(99))).data == make_jpeg()
    assert accept_file("a.jpg", make_jpeg(segment(0xE1, b"Exif\0\0odd"))).data == make_jpeg()


@pytest.mark.parametrize("data", [make_png()[:-14], make_jpeg()[:-2], make_jpeg()[:20], b"\xff\xd8\xff\xe0\0\0"])
@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_damaged_pictures_are_refused(name, data):
    said = _refusal(name, data)

    assert "damaged" in said or "name ends in" in said


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\notes.txt", "notes.txt"),
        ("a\r\nSet-Cookie: b=1.txt", "a Set-Cookie b 1.txt"),
        ("\u202etxt.exe.txt", "txt.exe.txt"),
        ("....txt", "paper.txt"),
        ("a" * 300 + ".txt", "a" * 80 + ".txt"),
        ('"<b>.txt', "b.txt"),
    ],
)
def test_names_are_made_safe(given, kept):
    assert safe_name(given, "txt") == kept
    assert accept_file(given, b"words").name == kept


def test_larger_than_the_limit_is_refused_in_megabytes(settings):
    settings.FOURPOINT_LARGEST_FILE_MB = 1

    assert "more than 1 MB, which is the most" in _refusal("a.txt", b"a" * 1_572_864)


@given(st.binary(max_size=400), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04"]))
def test_no_bytes_break_it(data, start):
    for name in ("a.png", "a.jpg", "a.docx", "a.csv", "a.txt"):
        try:
            accepted = accept_file(name, start + data)
        except FileNotTaken:
            continue
        assert accepted.data


CORE = "<p xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator>Somebody</dc:creator></p>"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", make_zip({**_unpacked(make_docx()), "docProps/core.xml": CORE})),
        ("a.docx", make_zip({**_unpacked(make_docx()), "docProps/core.xml": CORE, "docProps/custom.xml": CORE})),
        ("a.odt", make_zip({**_unpacked(make_odt()), "meta.xml": CORE})),
    ],
)
def test_documents_lose_who_made_them_and_nothing_else(name, data):
    kept = accept_file(name, data)
    before, after = _unpacked(data), _unpacked(kept.data)

    assert b"Somebody" in b"".join(before.values()) and b"Somebody" not in b"".join(after.values())
    assert list(after) == list(before)
    assert {part for part in before if before[part] != after[part]} <= {
        "docProps/core.xml",
        "docProps/custom.xml",
        "meta.xml",
    }
    assert "A made-up gannet." in kept.words
    assert accept_file(name, kept.data).data == kept.data


def test_pdf_loses_who_made_it_and_keeps_its_words():
    data = _pdf_by("Somebody")

    kept = accept_file("a.pdf", data)

    assert b"Somebody" in data and b"Somebody" not in kept.data
    assert not PdfReader(io.BytesIO(kept.data)).metadata and "A made-up gannet." in kept.words
    assert accept_file("a.pdf", kept.data).data == kept.data


def test_signed_pdf_stays_as_it_is():
    data = _pdf_by("Somebody", keys=("/ByteRange",))

    assert accept_file("a.pdf", data).data == data


def test_package_that_lies_of_its_sizes_is_counted_and_refused(monkeypatch):
    data = make_docx(word__media__x=b"\0" * 300_000 + bytes(range(256)) * 40)
    monkeypatch.setattr("fourpoint.services.files.zipped.LARGEST_UNPACKED", 200_000)
    monkeypatch.setattr("fourpoint.services.files.zipped._check_sizes", lambda parts, size: None)

    assert "as a trap would" in _refusal("a.docx", data)


def test_part_that_is_longer_than_it_says_is_refused():
    data = bytearray(make_docx(word__extra__xml="<a>" + "b" * 5_000 + "</a>"))
    place = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)

    assert "damaged" in _refusal("a.docx", bytes(data))
