"""Identity providers in this process: one that speaks OpenID Connect over HTTP, and one that signs SAML answers."""

import base64
import hashlib
import json
import secrets
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from onelogin.saml2.utils import OneLogin_Saml2_Utils

CLIENT, SECRET = "fourpoint", "a secret of the two"


@dataclass
class OpenIDProvider:
    """
    What the provider says of whoever signs in, and what it was asked.

    tokens  requests for a token that it refused, by reason
    """

    address: str = ""
    email: str = "wren@force.example"
    verified: bool = True
    subject: str = "wren-1"
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Sign the person in and return where the browser is sent."""
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        """Return the tokens for a code, once; None when the code, the secret or the verifier is not right."""
        asked = self.codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or given.get("client_secret") != SECRET or asked.get("code_challenge") != challenge:
            self.refused.append(str(given))
            return None
        now = datetime.now(UTC)
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + timedelta(minutes=5), **self.claims()}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "of wren", "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def claims(self) -> dict[str, Any]:
        """What it says of the person."""
        return {"sub": self.subject, "email": self.email, "email_verified": self.verified, "name": "Wren"}


@contextmanager
def openid_provider() -> Iterator[OpenIDProvider]:
    """Serve a provider on a port of this machine for the length of the block."""
    provider = OpenIDProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
                return
            said = {"/.well-known/openid-configuration": provider.discovery, "/userinfo": provider.claims}
            self._json(said[parts.path]() if parts.path in said else None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._json(provider.token({key: values[0] for key, values in parse_qs(body).items()}))

        def _json(self, said: dict[str, Any] | None) -> None:
            self.send_response(400 if said is None else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said or {"error": "invalid_grant"}).encode())

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


@dataclass
class SAMLProvider:
    """A key and the certificate that goes with it; makes signed answers to questions of ours."""

    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @property
    def certificate(self) -> str:
        """The certificate, as PEM."""
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a provider for tests")])
        now = datetime.now(UTC)
        built = x509.CertificateBuilder(name, name, self.key.public_key(), 1, now, now + timedelta(days=1))
        made = built.sign(self.key, hashes.SHA256())
        return made.public_bytes(serialization.Encoding.PEM).decode()

    def answer(self, location: str, *, email: str, host: str, code: str, signed: bool = True) -> str:
        """Return the answer to the question in that address, in base 64 as a browser posts it."""
        asked = question(location)
        base = f"https://{host}/account/by/saml/{code}"
        now = datetime.now(UTC)
        stamp = "%Y-%m-%dT%H:%M:%SZ"
        said = {
            "at": f"{now:{stamp}}",
            "before": f"{now - timedelta(minutes=5):{stamp}}",
            "until": f"{now + timedelta(minutes=5):{stamp}}",
            "acs": f"{base}/acs/",
            "audience": f"{base}/metadata/",
            "request": asked,
            "email": email,
        }
        xml = RESPONSE.format(**said)
        if signed:
            # The assertion alone is signed, as most providers do.
            start, end = xml.index("<saml:Assertion"), xml.index("</saml:Assertion>") + len("</saml:Assertion>")
            pem = self.key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ).decode()
            assertion = OneLogin_Saml2_Utils.add_sign(xml[start:end], pem, self.certificate).decode()
            xml = xml[:start] + assertion.partition("?>\n")[2 if assertion.startswith("<?xml") else 0] + xml[end:]
        return base64.b64encode(xml.encode()).decode()


def question(location: str) -> str:
    """Return the id of the question that an address carries."""
    packed = base64.b64decode(parse_qs(urlsplit(location).query)["SAMLRequest"][0])
    return ElementTree.fromstring(zlib.decompress(packed, -15)).attrib["ID"]


RESPONSE = (
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
    ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_answer" Version="2.0" IssueInstant="{at}"'
    ' Destination="{acs}" InResponseTo="{request}"><saml:Issuer>https://idp.example/</saml:Issuer>'
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
    '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_assertion" Version="2.0"'
    ' IssueInstant="{at}"><saml:Issuer>https://idp.example/</saml:Issuer><saml:Subject>'
    '<saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{email}</saml:NameID>'
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData'
    ' NotOnOrAfter="{until}" Recipient="{acs}" InResponseTo="{request}"/></saml:SubjectConfirmation></saml:Subject>'
    '<saml:Conditions NotBefore="{before}" NotOnOrAfter="{until}"><saml:AudienceRestriction>'
    "<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
    '<saml:AuthnStatement AuthnInstant="{at}" SessionIndex="_session"><saml:AuthnContext><saml:AuthnContextClassRef>'
    "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>"
    '</saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>{email}'
    "</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>"
)
