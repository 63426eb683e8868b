"""Intelligence products, their sections, citations and decisions."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q

from fourpoint.records.together import Tables, to


def _codes() -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=64), default=list)


class Migration(migrations.Migration):
    """Tables only: what guards them follows."""

    initial = True

    replaces = [("products", "0001_tables")]

    dependencies = [("sharing", "0001_initial")]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Product",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("made_at", models.DateTimeField()),
                    ("review_on", models.DateField()),
                    ("review_group", models.CharField(max_length=64)),
                    ("reference", models.CharField(max_length=16)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("template", models.CharField(max_length=64)),
                    ("title", models.CharField(max_length=200)),
                    ("state", models.CharField(max_length=16)),
                    ("question", models.CharField(max_length=1000)),
                    ("scope", models.CharField(max_length=2000)),
                    ("period_from", models.DateField()),
                    ("period_to", models.DateField()),
                    ("requester", models.CharField(max_length=200)),
                    ("due_on", models.DateField()),
                    ("subject_id", models.BigIntegerField(default=0)),
                    ("threat", models.CharField(blank=True, max_length=64)),
                    ("area_codes", _codes()),
                    ("replaces_id", models.BigIntegerField(default=0)),
                    ("issued_at", models.DateTimeField(null=True)),
                    ("audience", to("sharing.audience")),
                    ("issued_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                    ("senior", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("reference", "version"), name="product_version_once"),
                        models.CheckConstraint(
                            condition=Q(state__in=("drafting", "in-review", "issued", "replaced")),
                            name="product_state_known",
                        ),
                        models.CheckConstraint(
                            condition=~Q(title="") & ~Q(question="") & ~Q(scope="") & ~Q(requester=""),
                            name="product_has_terms",
                        ),
                        models.CheckConstraint(
                            condition=Q(period_to__gte=F("period_from")), name="product_period_forward"
                        ),
                        models.CheckConstraint(condition=~Q(senior=F("made_by")), name="product_senior_is_another"),
                        models.CheckConstraint(
                            condition=Q(issued_at=None, issued_by=None, state__in=("drafting", "in-review"))
                            | (
                                Q(issued_at__isnull=False)
                                & Q(issued_by__isnull=False)
                                & Q(state__in=("issued", "replaced"))
                                & ~Q(issued_by=F("made_by"))
                            ),
                            name="product_issued_by_another",
                        ),
                        models.UniqueConstraint(fields=("id", "audience"), name="product_with_audience"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Decision",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=16)),
                    ("decided_at", models.DateTimeField()),
                    ("words", models.CharField(blank=True, max_length=2000)),
                    ("agencies", ArrayField(models.BigIntegerField(), default=list)),
                    ("citations", ArrayField(models.PositiveIntegerField(), default=list)),
                    ("audience", to("sharing.audience")),
                    ("decided_by", to(settings.AUTH_USER_MODEL)),
                    ("product", to("products.product")),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(kind__in=("submitted", "returned", "approved", "wider")),
                            name="product_decision_known",
                        ),
                        models.CheckConstraint(
                            condition=Q(kind="submitted") | ~Q(words=""), name="product_decision_has_reason"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Citation",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("section", models.SlugField(max_length=40)),
                    ("number", models.PositiveIntegerField()),
                    ("kind", models.CharField(max_length=16)),
                    ("source_id", models.BigIntegerField()),
                    ("item", models.PositiveIntegerField(default=0)),
                    ("figure", models.CharField(blank=True, max_length=200)),
                    ("reference", models.CharField(max_length=200)),
                    ("words", models.TextField(blank=True)),
                    ("grade", models.CharField(blank=True, max_length=120)),
                    ("source_grade", models.CharField(blank=True, max_length=1)),
                    ("information_grade", models.CharField(blank=True, max_length=1)),
                    ("handling", models.CharField(blank=True, max_length=1)),
                    ("conditions", _codes()),
                    ("cited_at", models.DateTimeField()),
                    ("audience", to("sharing.audience")),
                    ("cited_by", to(settings.AUTH_USER_MODEL)),
                    ("readable", to("sharing.audience")),
                    ("product", to("products.product")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("product", "number"), name="citation_number_once"),
                        models.CheckConstraint(
                            condition=Q(kind__in=("report", "statement", "figure")), name="citation_kind_known"
                        ),
                        models.CheckConstraint(condition=Q(kind="figure") | ~Q(grade=""), name="citation_is_graded"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Section",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("code", models.SlugField(max_length=40)),
                    ("number", models.PositiveIntegerField()),
                    ("text", models.TextField(blank=True)),
                    ("written_at", models.DateTimeField(null=True)),
                    ("audience", to("sharing.audience")),
                    ("product", to("products.product")),
                    ("written_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("product", "code"), name="product_section_once"),
                    ],
                },
            ),
        ),
    ]
