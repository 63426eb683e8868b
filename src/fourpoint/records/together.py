"""Tables created together, and how they name one another. For the first migration of an app, which creates them all."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState
from django.db.models import PROTECT, ForeignKey


def to(model: str, **more: Any) -> "ForeignKey[Any, Any]":
    """Return a column that names a row of that model: nothing goes because something else does, nor leads back."""
    return ForeignKey(model, PROTECT, **{"related_name": "+", **more})


class Tables(Operation):
    """
    Creates tables that are new, in their order.

    Django keeps a rendered copy of every model while it migrates, and after each operation renders again whatever is
    tied to the model that changed: nearly everything is tied to people and audiences, so a hundred tables one by one
    cost thousands of renderings. Here the copy is let go, all tables are added to the plan, and it is rendered once.
    """

    category = OperationCategory.ADDITION

    def __init__(self, *tables: CreateModel) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add every model to the state."""
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create every table."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop them, the last first."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Name what it creates."""
        return f"Create {', '.join(table.name for table in self.tables)}"
