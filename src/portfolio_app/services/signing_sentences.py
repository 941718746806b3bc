"""Sentences for what can go wrong with a key that is brought along, and with a timestamp."""

from __future__ import annotations

from typing import Final

from portfolio_app.i18n import N_

SIGNING: Final[dict[str, str]] = {
    "key-file-damaged": N_(
        "This file with a key is damaged or not whole. Nothing was changed; fetch it once more from where you got it."
    ),
    "key-file-foreign": N_("This is not a file with a key. Nothing was changed; choose one that ends in .p12 or .pfx."),
    "key-file-no-certificate": N_(
        "There is a key in this file, but not the certificate that belongs to it. Nothing was changed; ask for a file with both."
    ),
    "key-file-no-key": N_(
        "There is a certificate in this file, but no key to sign with. Nothing was changed; choose the .p12 or .pfx that you got with it."
    ),
    "key-file-passphrase": N_(
        "This passphrase does not open the file. Nothing was changed; it is the one that belongs to the file, not that of your portfolio."
    ),
    "key-file-unreadable": N_(
        "The file with the key can't be read. Nothing was changed; copy it to a folder of your own and choose it there."
    ),
    "key-kind": N_(
        "Leerlijn can't sign with a key of this kind. Nothing was changed; RSA from 2048 bits, EC (P-256, P-384, P-521) and Ed25519 will do."
    ),
    "key-missing": N_("This key is no longer there. Nothing was changed; choose another one."),
    "key-not-for-signing": N_(
        "By its own words this certificate is not meant for signing. Nothing was changed; ask for one for signatures."
    ),
    "key-weak": N_(
        "This key is too weak to sign with: it has {bits} bits, and {least} are needed. Nothing was changed; ask for a new one."
    ),
    "timestamp-address": N_(
        "This is not the address of a timestamp server. Nothing was changed; it looks like https://tsa.example.org."
    ),
    "timestamp-bad": N_(
        "The answer of the timestamp server does not hold, so it was not used. Nothing was signed and nothing was lost; try again later, or sign without a timestamp."
    ),
    "timestamp-expired": N_(
        "The certificate of the timestamp server has expired, so its timestamp proves nothing. Nothing was signed and nothing was lost; ask who runs it, or sign without a timestamp."
    ),
    "timestamp-failed": N_(
        "The timestamp server could not help just now (it answered {status}). Nothing was signed and nothing was lost; try again later, or sign without a timestamp."
    ),
    "timestamp-login": N_(
        "The timestamp server does not accept this name and password. Nothing was signed and nothing was lost; look at them in Settings, or sign without a timestamp."
    ),
    "timestamp-moved": N_(
        "The timestamp server has moved to another address. Nothing was signed and nothing was lost; give the new address in Settings, or sign without a timestamp."
    ),
    "timestamp-open-password": N_(
        "At an address that begins with http:// anybody on the way could read the password. Nothing was changed; give the address that begins with https://."
    ),
    "timestamp-other": N_(
        "The timestamp server answered another question, so its answer was not used. Nothing was signed and nothing was lost; try again, or sign without a timestamp."
    ),
    "timestamp-refused": N_(
        "The timestamp server refused to stamp the time. Nothing was signed and nothing was lost; try again later, or sign without a timestamp."
    ),
    "timestamp-slow": N_(
        "The timestamp server did not answer in time. Nothing was signed and nothing was lost; try again later, or sign without a timestamp."
    ),
    "timestamp-too-large": N_(
        "The timestamp server sent far more than a timestamp. Nothing was signed and nothing was lost; look at its address in Settings, or sign without a timestamp."
    ),
    "timestamp-unreachable": N_(
        "The timestamp server could not be reached. Nothing was signed and nothing was lost; look whether you are online and the address is right, and try again later, or sign without a timestamp."
    ),
    "timestamp-unreadable": N_(
        "What the timestamp server sent is not a timestamp. Nothing was signed and nothing was lost; look at its address in Settings, or sign without a timestamp."
    ),
    "timestamp-untrusted": N_(
        "The connection to the timestamp server is not safe: its certificate does not fit. Nothing was signed and nothing was lost; try again later, or sign without a timestamp."
    ),
}
