"""A form of a drawn page is filled with what was entered: every kind of control, and nothing else of the page."""

import pytest

from fourpoint.web.frame.filling import fill
from tests.factories.pages import Page

PAGE = """<!DOCTYPE html>
<form action="/find/"><input name="title" value="a search"></form>
<form method="post" action="/account/logout/"><input type="hidden" name="form_token" value="other"></form>
<form method="post" action="">
  <input type="hidden" name="form_token" value="new">
  <label>Title <input type="text" name="title" value="old"></label>
  <textarea name="text" rows="4">
old &amp; words</textarea>
  <select name="kind"><option value="a" selected>A</option><option value="b">B</option></select>
  <input type="radio" name="marking" value="O" checked><input type="radio" name="marking" value="OS">
  <input type="checkbox" name="role" value="x"><input type="checkbox" name="role" value="y" checked>
  <input type="checkbox" name="listed" checked>
  <input name="day_0"><input name="day_1" value="3">
  <input type="password" name="secret"><input type="file" name="file">
  <button type="submit" name="do" value="save">Save</button>
</form><p>After</p>"""
ADDRESS = "/papers/new/"


def _fill(**sent):
    fields = [(name, value) for name, values in sent.items() for value in ([values] if type(values) is str else values)]
    return fill(PAGE, address=f"{ADDRESS}?kept=1", path=ADDRESS, fields=fields, added='<input name="added">')


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"title": 'Gulls "here" <b>'}, 'name="title" value="Gulls &quot;here&quot; &lt;b&gt;">'),
        ({"text": "One\n\n</textarea><script>"}, ">\nOne\n\n&lt;/textarea&gt;&lt;script&gt;</textarea>"),
        ({"kind": "b"}, '<option value="a">A</option><option value="b" selected>B</option>'),
        ({"marking": "OS"}, 'value="O"><input type="radio" name="marking" value="OS" checked>'),
        ({"role": ["x"]}, 'value="x" checked><input type="checkbox" name="role" value="y">'),
        ({"title": "x"}, '<input type="checkbox" name="listed">'),
        ({"listed": "on"}, '<input type="checkbox" name="listed" checked>'),
        ({"day_0": "27", "day_1": "4"}, '<input name="day_0" value="27"><input name="day_1" value="4">'),
        ({"form_token": "first", "title": "x"}, '<input type="hidden" name="form_token" value="first">'),
        ({"secret": "hush", "title": "x"}, '<input type="password" name="secret">'),
        ({"do": "save", "title": "x"}, '<button type="submit" name="do" value="save">'),
    ],
)
def test_control_takes_what_was_entered(sent, expected):
    assert expected in _fill(**sent)


def test_other_forms_and_the_rest_of_the_page_stay_as_they_are():
    filled = _fill(title="x", form_token="first")

    forms = Page(filled).forms
    assert [form.fields.get("form_token") for form in forms] == [None, "other", "first"]
    assert forms[0].fields["title"] == "a search"
    assert next(iter(forms[2].fields)) == "added"
    assert filled.endswith("</form><p>After</p>")


@pytest.mark.parametrize("sent", [{"nothing": "here"}, {}])
def test_page_without_such_a_form_is_none(sent):
    assert _fill(**sent) is None
    assert fill(PAGE, address=ADDRESS, path="/elsewhere/", fields=[("title", "x")]) is None
