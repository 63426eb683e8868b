"""Whether what an installation rests on can be used, asked before it starts: the whole catalogue, every contract."""

from django.conf import settings

from fourpoint.catalogue import loader, profiles
from fourpoint.services.profiles.likeness import check_features
from fourpoint.warehouse.store import Warehouse


def check() -> None:
    """
    Read every catalogue file and every contract of a data set, the installation's own included.

    raises  Broken, with file, key and reason, for the first that cannot be used
    """
    override = settings.FOURPOINT_CATALOGUE_OVERRIDE
    for name in loader.KINDS:
        loader.load(name, override)
    check_features(profiles.load(override))
    Warehouse(settings.FOURPOINT_WAREHOUSE).sources()
