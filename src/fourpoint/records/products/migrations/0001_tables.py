"""The tables of intelligence products, their sections, citations and decisions."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    initial = True

    dependencies = [
        ("agencies", "0007_confirmations"),
        ("sharing", "0008_files_in_quarantine"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                (
                    "area_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("replaces_id", models.BigIntegerField(default=0)),
                ("issued_at", models.DateTimeField(null=True)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "senior",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("reference", "version"), name="product_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("drafting", "in-review", "issued", "replaced"))),
                        name="product_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("question", ""), _negated=True),
                            models.Q(("scope", ""), _negated=True),
                            models.Q(("requester", ""), _negated=True),
                        ),
                        name="product_has_terms",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_to__gte", models.F("period_from"))), name="product_period_forward"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("senior", models.F("made_by")), _negated=True),
                        name="product_senior_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_at", None), ("issued_by", None), ("state__in", ("drafting", "in-review"))
                            ),
                            models.Q(
                                ("issued_at__isnull", False),
                                ("issued_by__isnull", False),
                                ("state__in", ("issued", "replaced")),
                                models.Q(("issued_by", models.F("made_by")), _negated=True),
                            ),
                            _connector="OR",
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
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "citations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="products.product"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("submitted", "returned", "approved", "wider"))),
                        name="product_decision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "submitted"), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="product_decision_has_reason",
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
                (
                    "conditions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("cited_at", models.DateTimeField()),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "cited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "readable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="products.product"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("product", "number"), name="citation_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("report", "statement", "figure"))), name="citation_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "figure"), models.Q(("grade", ""), _negated=True), _connector="OR"),
                        name="citation_is_graded",
                    ),
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
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="products.product"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("product", "code"), name="product_section_once"),
                ],
            },
        ),
    ]
