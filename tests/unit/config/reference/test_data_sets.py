"""The reference of data sets, from a contract made up for the purpose."""

from fourpoint.config.reference.data_sets import render_data_sets
from fourpoint.warehouse.contracts import Address, Check, Column, Feed, Geography, Source

LAMPS = Source(
    source_id="street-lamps",
    title="Street lamps",
    publisher="Lighting Board (made up)",
    licence="OGL-3.0",
    attribution="Lighting Board (made up).",
    kind="csv",
    files=("lamps\\.csv",),
    partition="all",
    columns=(
        Column(header="Lamp | ID", name="lamp_id", kind="text", required=True, length=4),
        Column(header="Watts", name="watts", kind="number", minimum=0, maximum=400, note="as installed"),
    ),
    feeds=(Feed(table="lamps", select="select 1"), Feed(table="lamps", select="select 2")),
    digest="0" * 64,
    key=("lamp_id",),
    geography=Geography(column="lsoa_code", level="lsoa", vintage="2021"),
    caveats=("Some are lit by day.",),
    checks=(Check(rule="watts > 0", reason="a lamp has no watts"),),
    addresses=(Address(url="https://lamps.invalid/all.csv", file_name="lamps.csv", note="every Monday"),),
)


def test_section_gives_all_that_the_contract_says():
    page = render_data_sets([LAMPS])

    assert "| [street-lamps](#street-lamps) | Street lamps | Lighting Board (made up) |" in page
    assert "| geography | lsoa, codes of 2021, in `lsoa_code` |" in page
    assert "| fills | `lamps` |" in page
    assert "| published at | `https://lamps.invalid/all.csv` (every Monday) |" in page
    assert "- Some are lit by day." in page
    assert "| `lamp_id` | Lamp \\| ID | text | required, 4 characters |" in page
    assert "| `watts` | Watts | number | at least 0, at most 400, as installed |" in page
    assert "A row is set aside when a lamp has no watts." in page
