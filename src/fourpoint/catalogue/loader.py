"""
Loads catalogue entries by name, from the package or from a force's own folder. For every room that needs one.

`load("roles")` gives frozen entries in the order of the file. A kind that has no class of its own here is read with
`read_entries`, which takes the class.
"""

from functools import cache
from pathlib import Path
from typing import TypeVar

from fourpoint.catalogue import entries, intelligence, keeping, lockouts, reading
from fourpoint.catalogue.entries import Entry

E = TypeVar("E", bound=Entry)

KINDS: dict[str, type[Entry]] = {
    "markings": entries.MarkingEntry,
    "handling": entries.HandlingEntry,
    "source_grades": entries.GradeEntry,
    "information_grades": entries.GradeEntry,
    "purposes": entries.PurposeEntry,
    "roles": entries.RoleEntry,
    "agency_types": entries.AgencyTypeEntry,
    "subjects": entries.SubjectEntry,
    "legal_gateways": entries.GatewayEntry,
    "retention": entries.RetentionEntry,
    "additional_markings": entries.AdditionalMarkingEntry,
    "emergency_limits": entries.EmergencyLimitEntry,
    "emergency_findings": entries.EmergencyFindingEntry,
    "features": entries.FeatureEntry,
    "equality_stages": entries.EqualityStageEntry,
    "equality_characteristics": entries.EqualityCharacteristicEntry,
    "equality_limits": entries.EqualityLimitEntry,
    "review_groups": entries.ReviewGroupEntry,
    "editions": entries.CutEntry,
    "training": entries.CourseEntry,
    "vetting": entries.VettingEntry,
    "contact_types": entries.ContactTypeEntry,
    "account_limits": entries.AccountLimitEntry,
    "operations": entries.OperationEntry,
    "misuse": entries.MisuseRuleEntry,
    "paper_kinds": entries.PaperKindEntry,
    "name_variants": entries.NameVariantEntry,
    "word_lists": entries.WordListEntry,
    "data_categories": entries.DataCategoryEntry,
    "onward_rules": entries.OnwardRuleEntry,
    "controllers": entries.ControllerEntry,
    "agreement_notices": entries.AgreementNoticeEntry,
    "export_periods": keeping.ExportPeriodEntry,
    "destruction": entries.Entry,
    "retention_criteria": keeping.CriterionEntry,
    "review_limits": keeping.ReviewLimitEntry,
    "disclosure_clocks": entries.DisclosureDeadlineEntry,
    "no_pointers": entries.NoPointerEntry,
    "rights": keeping.RightEntry,
    "priorities": intelligence.PriorityEntry,
    "channels": intelligence.ChannelEntry,
    "pathways": intelligence.PathwayEntry,
    "pathway_states": intelligence.PathwayStateEntry,
    "pathway_steps": intelligence.PathwayStepEntry,
    "pathway_clocks": intelligence.PathwayDeadlineEntry,
    "release_rules": intelligence.ReleaseRuleEntry,
    "risk_levels": intelligence.RiskLevelEntry,
    "triage_alerts": intelligence.TriageAlertEntry,
    "outcome_changes": intelligence.OutcomeChangeEntry,
    "statement_kinds": intelligence.StatementKindEntry,
    "subject_categories": intelligence.SubjectCategoryEntry,
    "sensitive_searches": intelligence.SensitiveSearchEntry,
    "subject_limits": intelligence.SubjectLimitEntry,
    "product_templates": intelligence.ProductTemplateEntry,
    "product_sections": intelligence.ProductSectionEntry,
    "exemptions": keeping.ExemptionEntry,
}


def load(name: str, override: Path | None = None) -> tuple[Entry, ...]:
    """
    Return the entries of that name, in the order of the file.

    override  a force's folder, whose file of that name replaces the package's whole
    raises    CatalogueError with file, key and reason; KeyError for a name that has no kind of entry
    """
    return read_entries(name, KINDS[name], override)  # type: ignore[arg-type]


@cache
def read_entries(name: str, kind: type[E], override: Path | None = None) -> tuple[E, ...]:
    """Return the entries of that name as that kind, read once in the life of the process; raises as `load` does."""
    path = reading.find(name, override)
    held = reading.unique(reading.entries(path, name, kind), path)
    lockouts.check(name, held, path)
    return held
