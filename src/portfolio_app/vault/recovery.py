"""The printed recovery code: 128 random bits as seven groups of four characters that forgive the eye.

Crockford's alphabet has no I, L, O and U. Twenty-six characters hold the bits, two hold the number modulo 1021:
a prime, so that every single wrong character and every exchange of two neighbours within the number is noticed.
"""

from __future__ import annotations

import secrets
from typing import Final

from portfolio_app.domain.errors import UserError

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS: Final = 128
_BODY: Final = 26
_CHECK: Final = 2
_GROUP: Final = 4
_PRIME: Final = 1021
_ALIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new_secret() -> bytes:
    """Return the bits of a new code."""
    return secrets.token_bytes(BITS // 8)


def _digits(number: int, count: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(count)))


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number << 5 | ALPHABET.index(digit)
    return number


def write_code(secret: bytes) -> str:
    """Write the bits as people copy them: ``XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX``."""
    number = int.from_bytes(secret, "big")
    text = _digits(number, _BODY) + _digits(number % _PRIME, _CHECK)
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def read_code(text: str) -> bytes:
    """Read a code as a person typed it: any case, any spaces and dashes, O for 0, I and L for 1.

    Raises UserError wrong-recovery-code when characters are missing, too many, or don't add up.
    """
    plain = "".join(sign for sign in text.upper().translate(_ALIKE) if sign.isalnum())
    if len(plain) != _BODY + _CHECK or any(sign not in ALPHABET for sign in plain):
        raise UserError("wrong-recovery-code")
    number = _number(plain[:_BODY])
    if number >> BITS or number % _PRIME != _number(plain[_BODY:]):
        raise UserError("wrong-recovery-code")
    return number.to_bytes(BITS // 8, "big")
