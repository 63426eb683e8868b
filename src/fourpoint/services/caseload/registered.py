"""Every caseload there is. A word in which a row names its owner adds a line here."""

from fourpoint.services.agencies.caseload import Caseload
from fourpoint.services.intelligence import caseload as intelligence
from fourpoint.services.products import caseload as products
from fourpoint.services.rights import caseload as rights

CASELOADS: tuple[Caseload, ...] = (*intelligence.CASELOADS, products.CASELOAD, rights.CASELOAD)
