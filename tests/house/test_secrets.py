"""No secret stands in the tree: no key, no certificate of a key, no token, no password that opens anything."""

import math
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.house.source_tree import CHECKOUT, versioned_files

LARGEST_READ = 2_000_000
KNOWN_FORMS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY" + r"-----"),
    "cloud key": re.compile(r"\b(?:AKIA|ASIA|LTAI|AKID)[A-Za-z0-9]{12,20}\b"),
    "forge token": re.compile(r"\b(?:ghp|gho|ghs|ghu|github_pat|glpat|xox[bp])[_-][A-Za-z0-9_-]{20,}"),
    "web token": re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    "address with a password": re.compile(r"\b[a-z]{3,12}://[^\s/:@'\"{}<]+:(?P<secret>[^\s/@'\"{}<]+)@"),
    "named secret": re.compile(
        r"(?i)\b(?:secret_?key|api_?key|access_?token|passw(?:or)?d|auth_?token)\b['\"]?\s*[:=]\s*"
        r"['\"](?P<secret>[^'\"\s]{12,})['\"]"
    ),
}
# What only looks like one: words that say so, and what tests make up as they go.
EXAMPLES = re.compile(
    r"(?i)password|passwort|losung|example|secret|geheim|wrong|another|not-the|typed-by|postgres|user|\.sqlite3|x{4,}|\{|%|…|word"
)
FEWEST_BITS = 3.0  # a character: below that it is words


def bits(text: str) -> float:
    """How surprising a text's characters are, on average."""
    counts = Counter(text)
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())


def secrets_in(text: str) -> list[str]:
    """What looks like a secret in a text."""
    found = []
    for kind, form in KNOWN_FORMS.items():
        for hit in form.finditer(text):
            secret = hit.groupdict().get("secret")
            if secret is None or (not EXAMPLES.search(secret) and bits(secret) >= FEWEST_BITS):
                found.append(f"{kind}: {hit[0][:60]}")
    return found


def text_of(path: Path) -> str:
    return "" if path.stat().st_size > LARGEST_READ else path.read_bytes().decode("utf-8", errors="ignore")


def test_no_file_of_the_tree_holds_a_secret() -> None:
    found = {
        str(path.relative_to(CHECKOUT)): hits
        for path in versioned_files()
        if (hits := secrets_in(text_of(path)))
    }
    assert not found


def test_no_file_of_the_tree_is_one_that_holds_secrets() -> None:
    names = re.compile(r"(?:^|/)(?:secret-key|\.env|id_rsa|id_ed25519|.*\.(?:pem|p12|pfx|key|sqlite3|kdbx))$")
    assert not [
        str(path) for path in versioned_files() if names.search(path.relative_to(CHECKOUT).as_posix())
    ]


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "key = AKIA" + "IOSFODNN7QQQQQQQ",
        "token: ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3",
        "postgresql://nuandong:" + "kT9vQz81pLxW@db.internal/desk",
        'SECRET_KEY = "' + 'mQ7xk2Rv9ZtLw4Pn8Bd1"',
        "password = '" + "Tr7-kQ9z_Lm2w'",
        "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "dozjgNryP4J3jVmNHl0w5N",
    ],
)
def test_such_a_secret_is_noticed(text: str) -> None:
    assert secrets_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "NUANDONG_DATABASE_URL=postgresql://nuandong:password@127.0.0.1:5432/nuandong",
        'PASSWORD = "a-long-enough-password"',
        'password = os.environ["NUANDONG_DEMO_PASSWORD"]',
        "SECRET_KEY = read_secret_key(STATE)",
    ],
)
def test_what_only_speaks_of_one_is_left_in_peace(text: str) -> None:
    assert not secrets_in(text)
