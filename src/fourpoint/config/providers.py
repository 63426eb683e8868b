"""
Identity providers that agencies sign in with: one TOML file each, in the folder that FOURPOINT_PROVIDERS names.

A provider speaks for one agency and for the e-mail domains that its file names, and for nobody else: it can neither
make an account nor let in somebody whom the agency has not invited. The name of the file is the provider's code.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from fourpoint.catalogue.reading import CatalogueError, build, read

Settings = dict[str, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class IdentityProvider:
    """
    One provider.

    code           the name of its file
    agency         the code of the agency that it speaks for
    domains        the e-mail domains whose addresses it may give, in lower case
    protocol       which of the two tables below the file holds
    second_factor  whether it asks for a second factor itself, so that none is asked for here
    oidc           server (address of the discovery document), client_id, secret_file
    saml           entity_id, sso_url, certificate_file, slo_url if there is one; email_attribute
    """

    agency: str
    name: str
    domains: tuple[str, ...]
    protocol: Literal["oidc", "saml"]
    second_factor: bool = False
    sign_in_at: str = ""
    oidc: dict[str, str] | None = None
    saml: dict[str, str] | None = None

    @property
    def origin(self) -> str:
        """Where a browser is sent to sign in, as the security policy names it."""
        address = self.sign_in_at or (self.oidc or {}).get("server") or (self.saml or {}).get("sso_url") or ""
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc}"


KEYS = {
    "oidc": ("server", "client_id", "secret_file"),
    "saml": ("entity_id", "sso_url", "certificate_file"),
}


def read_providers(folder: Path | None) -> dict[str, IdentityProvider]:
    """
    Return the providers of a folder by code, none for no folder.

    raises  CatalogueError, with file, key and reason, for a file that cannot be used
    """
    if folder is None:
        return {}
    if not folder.is_dir():
        raise CatalogueError(f"{folder}: is not a folder: mend FOURPOINT_PROVIDERS, or leave it out.")
    return {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}


def allauth_settings(providers: dict[str, IdentityProvider], *, folder: Path | None) -> Settings:
    """Return SOCIALACCOUNT_PROVIDERS for these providers; raises CatalogueError for a secret that cannot be read."""
    home = folder or Path()
    oidc = [_oidc(code, one, home) for code, one in providers.items() if one.protocol == "oidc"]
    saml = [_saml(code, one, home) for code, one in providers.items() if one.protocol == "saml"]
    return {"openid_connect": {"APPS": oidc}, "saml": {"APPS": saml}}


def _read(path: Path) -> IdentityProvider:
    held = build(IdentityProvider, read(path), str(path))
    given = held.oidc if held.protocol == "oidc" else held.saml
    if given is None:
        raise CatalogueError(f"{path}: '{held.protocol}': is missing: the protocol needs its table.")
    for key in KEYS[held.protocol]:
        if not given.get(key):
            raise CatalogueError(f"{path}: '{held.protocol}.{key}': is missing.")
    if not held.domains or any(domain != domain.lower() or "@" in domain for domain in held.domains):
        raise CatalogueError(f"{path}: 'domains': must hold e-mail domains in lower case, without '@'.")
    return held


def _oidc(code: str, one: IdentityProvider, home: Path) -> dict[str, Any]:
    given = one.oidc or {}
    return {
        "provider_id": code,
        "name": one.name,
        "client_id": given["client_id"],
        "secret": _file(home / given["secret_file"]),
        "settings": {"server_url": given["server"], "oauth_pkce_enabled": True},
    }


def _saml(code: str, one: IdentityProvider, home: Path) -> dict[str, Any]:
    given = one.saml or {}
    idp = {
        "entity_id": given["entity_id"],
        "sso_url": given["sso_url"],
        "x509cert": _file(home / given["certificate_file"]),
        **({"slo_url": given["slo_url"]} if given.get("slo_url") else {}),
    }
    email = given.get("email_attribute", "email")
    return {
        "provider_id": code,
        "name": one.name,
        # The word that stands in the addresses of this provider.
        "client_id": code,
        "settings": {
            "idp": idp,
            "attribute_mapping": {"uid": given.get("id_attribute", email), "email": email},
            # Only an answer to a question of ours counts, and only a signed one.
            "advanced": {"reject_idp_initiated_sso": True, "want_assertion_signed": True, "strict": True},
        },
    }


def _file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: cannot be read: {error}.") from error
