"""Every caseload there is. A word in which a row names its owner adds a line here."""

from fourpoint.services.agencies.caseload import Caseload
from fourpoint.services.intelligence import caseload as intelligence
from fourpoint.services.products import caseload as products
from fourpoint.services.rights import caseload as rights
from fourpoint.services.stand_ins import caseload as stand_ins

CASELOADS: tuple[Caseload, ...] = (
    *intelligence.CASELOADS,
    products.CASELOAD,
    rights.CASELOAD,
    stand_ins.CASELOAD,
)
