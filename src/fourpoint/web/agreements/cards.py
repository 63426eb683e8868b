"""What the pages of agreements show beside the words: the colour of a stage, and what the reader can do."""

from dataclasses import dataclass

from django.urls import reverse

from fourpoint.domain.sharing.stages import Stage
from fourpoint.services.agreements.drafting import Section
from fourpoint.services.agreements.reading import AgreementPage

TAGS: dict[Stage, str] = {
    Stage.AWAITING: "govuk-tag--yellow",
    Stage.COMING: "govuk-tag--light-blue",
    Stage.IN_FORCE: "govuk-tag--green",
    Stage.DUE: "govuk-tag--orange",
    Stage.READ_ONLY: "govuk-tag--red",
    Stage.REPLACED: "govuk-tag--grey",
    Stage.ENDED: "govuk-tag--grey",
    Stage.WITHDRAWN: "govuk-tag--grey",
    Stage.LAPSED: "govuk-tag--grey",
}
SECTION_TITLES = {
    "parties": ("Parties and aim", "Who takes part, who answers for what, and why sharing is needed"),
    "purposes": ("Purposes and legal gateways", "What it is for, and the power that lets the parties share"),
    "data": ("What may be shared", "Categories and items of data, markings, handling codes and conditions"),
    "protection": ("Protection", "Passing on, keeping, quality, security, training"),
    "rights": ("Rights, breaches and impact", "Whom people ask, what happens after a breach, the assessments"),
    "dates": ("Dates", "First day, last day, and the day of the review"),
    "clauses": ("Clauses", "What each clause carries, and for which purposes; an agreement may have none"),
}


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something the reader can do with an agreement: a link, or a button for what matters most."""

    text: str
    href: str
    is_main: bool = False


@dataclass(frozen=True, kw_only=True)
class SectionCard:
    """A part of a draft in the list of tasks."""

    title: str
    hint: str
    href: str
    is_complete: bool
    faults: tuple[str, ...]


def make_acts(page: AgreementPage) -> tuple[Act, ...]:
    """Return what the reader can do now, what is asked of her first."""
    stage, code = page.standing.stage, page.code
    acts = []
    if page.may_sign and page.awaits_own_signature:
        acts.append(Act(text="Sign for my agency", href=_to("sign", code), is_main=True))
    if (stage.opens or stage is Stage.COMING) and not page.standing.signed_up:
        acts.append(Act(text="Sign up to it myself", href=_to("sign-up", code), is_main=not acts))
    if page.may_sign:
        acts += [
            Act(text="Sign the review", href=_to("sign-review", code, review=review.number), is_main=True)
            for review in page.reviews
            if review.awaits_own and stage.opens
        ]
        acts += _keeping(page)
    if page.standing.signed_up and not stage.is_over:
        acts.append(Act(text="Withdraw my own signature", href=_to("withdraw", code)))
    return tuple(acts)


def make_sections(draft: str, sections: tuple[Section, ...]) -> tuple[SectionCard, ...]:
    """Return the parts of a draft with their titles and addresses."""
    return tuple(
        SectionCard(
            title=SECTION_TITLES[section.key][0],
            hint=SECTION_TITLES[section.key][1],
            href=section_href(draft, section.key),
            is_complete=section.is_complete,
            faults=section.faults,
        )
        for section in sections
    )


def section_href(draft: str, key: str) -> str:
    """Return the address of a part of a draft."""
    if key == "clauses":
        return reverse("agreements:draft-clauses", kwargs={"draft": draft})
    return reverse("agreements:draft-section", kwargs={"draft": draft, "section": key})


def _keeping(page: AgreementPage) -> list[Act]:
    stage, code = page.standing.stage, page.code
    acts = []
    if stage.opens and not any(review.unsigned for review in page.reviews):
        acts.append(Act(text="Record a review", href=_to("review", code)))
    if stage.opens or stage in (Stage.LAPSED, Stage.ENDED, Stage.WITHDRAWN):
        acts.append(Act(text="Draft a new version", href=_to("new-version", code)))
    acts.append(Act(text="Attach a file", href=_to("attach", code)))
    if not stage.is_over:
        ending = "Withdraw it" if stage is Stage.AWAITING else "End it"
        acts.append(Act(text=ending, href=_to("end", code)))
    return acts


def _to(name: str, code: str, **parts: int) -> str:
    return reverse(f"agreements:{name}", kwargs={"agreement": code, **parts})
