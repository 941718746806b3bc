"""The printed code: forgiving to the eye, unforgiving to typing errors."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.errors import UserError
from portfolio_app.vault.recovery import ALPHABET, new_secret, read_code, write_code

SECRET = bytes.fromhex("00112233445566778899aabbccddeeff")
CODE = write_code(SECRET)


@given(st.binary(min_size=16, max_size=16))
def test_every_code_reads_back(secret: bytes) -> None:
    code = write_code(secret)
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert read_code(code) == secret


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", " "),
        CODE.replace("-", ""),
        f"  {CODE.replace('-', ' — ')}\n",
        CODE.replace("0", "O").replace("1", "I"),
        CODE.replace("0", "o").replace("1", "l"),
    ],
)
def test_the_code_is_read_as_people_type_it(typed: str) -> None:
    assert read_code(typed) == SECRET


def test_every_single_wrong_sign_is_noticed() -> None:
    for at, right in enumerate(CODE):
        for wrong in ALPHABET if right != "-" else "":
            if wrong != right:
                with pytest.raises(UserError, match="wrong-recovery-code"):
                    read_code(CODE[:at] + wrong + CODE[at + 1 :])


def test_every_exchange_of_two_neighbours_is_noticed() -> None:
    plain = CODE.replace("-", "")
    for at in range(len(plain) - 1):
        if plain[at] != plain[at + 1]:
            with pytest.raises(UserError, match="wrong-recovery-code"):
                read_code(plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :])


@pytest.mark.parametrize("typed", ["", "ABCD", CODE[:-1], CODE + "0", "é" * 28, "Z" * 28])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="wrong-recovery-code"):
        read_code(typed)


def test_codes_differ() -> None:
    assert len({new_secret() for _ in range(20)}) == 20
