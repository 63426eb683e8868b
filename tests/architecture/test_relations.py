"""What an import checker cannot see of the tables: relations named by strings, signals, generic keys, hidden order."""

import ast

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

from fourpoint.config.house.repository import read_contracts
from tests.architecture.house import CHECKOUT, place, source_files

MODELS = [model for model in apps.get_models() if model.__module__.startswith("fourpoint.records")]
# An audit row must outlive what it describes (docs/adr/0005).
WITHOUT_RELATIONS = {"audit"}


def record_order() -> dict[str, int]:
    """Each records app with its height: the import contract `record-order` decides."""
    layers = next(contract for contract in read_contracts(CHECKOUT) if contract["id"] == "record-order")["layers"]
    return {name.strip(" ()"): height for height, layer in enumerate(reversed(layers)) for name in layer.split("|")}


def relations(model: type[models.Model]) -> list[tuple[str, type[models.Model]]]:
    """The relations a model declares itself, with what they point to."""
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [(field.name, field.related_model) for field in fields if field.related_model]


def test_there_are_tables_to_look_at():
    assert {model._meta.app_label for model in MODELS} >= {"agencies", "sharing", "audit", "profiles"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_relations_point_down_the_record_order(model):
    order = record_order()
    upward = [
        f"{name} -> {other._meta.label}"
        for name, other in relations(model)
        if other._meta.app_label != model._meta.app_label
        and order.get(other._meta.app_label, -1) >= order[model._meta.app_label]
    ]

    assert upward == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_model_hides_no_order_no_generic_key_and_no_deletion(model):
    fields = model._meta.private_fields

    assert not model._meta.ordering, "Order in the query, where it can be seen."
    assert not [field for field in fields if isinstance(field, GenericForeignKey)]
    cascading = [
        field.name
        for field in model._meta.local_fields
        if field.remote_field and field.remote_field.on_delete is models.CASCADE
    ]
    assert cascading == [], "Nothing is removed because something else was: use PROTECT."


def test_audit_rows_point_at_nothing():
    pointing = [
        model._meta.label for model in MODELS if model._meta.app_label in WITHOUT_RELATIONS and relations(model)
    ]

    assert pointing == []


def test_no_signals_of_our_own():
    found = [
        place(file, node.lineno)
        for file in source_files()
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ImportFrom | ast.Import) and "signals" in ast.unparse(node)
    ]

    assert found == [], f"Call it by name in the action instead: {found}"


def test_models_print_no_content():
    named = [file for file in source_files() if file.path.name == "models.py"]
    printing = [
        place(file, function.lineno)
        for file in named
        for function in file.functions
        if function.name == "__str__"
        and {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
        - {"pk", "id", "digest", "code"}
    ]

    assert named
    assert printing == [], "A log must never hold what a record says: print the identifier only."
