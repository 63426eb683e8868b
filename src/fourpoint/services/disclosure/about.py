"""What a pointer or a request is about, in words."""

from fourpoint.services.library.places import area_names, threat_names


def area_name(code: str) -> str:
    """Return the name of the area of that code; the code itself where no data of it are held."""
    return area_names().get(code, code)


def about_words(area_code: str, threat: str) -> str:
    """Return what a pointer or request is about, as "Modern slavery in Thanet"."""
    named = threat_names().get(threat, threat)
    if area_code and named:
        return f"{named} in {area_name(area_code)}"
    return area_name(area_code) if area_code else named
