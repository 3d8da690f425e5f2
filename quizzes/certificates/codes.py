"""Verification codes: 27 random characters and one that checks them, written on paper in groups of four.

The alphabet has 31 characters, without those that look alike (0 and O, 1, I and L). 31 is a prime, so a weighted sum modulo 31
catches every single wrong character and every exchange of two, wherever they stand (the principle of ISBN-10).
Pure: no Django.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 28
GROUP = 4
# Typed from paper with the Russian layout on.
LOOK_ALIKE = str.maketrans("АВЕЗКМНРСТУХ", "ABE3KMHPCTYX")


def new_code() -> str:
    """A code of 27 random characters, which is 133 bits, and the checking one."""
    body = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The character that makes the weighted sum of the whole code divisible by 31."""
    total = sum(place * ALPHABET.index(character) for place, character in enumerate(body, start=1))
    # The last weight is 28, that is -3; its inverse modulo 31 is 10, because -3 * 10 = -30 = 1.
    return ALPHABET[-total * 10 % len(ALPHABET)]


def tidy(entered: str) -> str:
    """What was typed, without blanks and hyphens, in capitals; Cyrillic letters that look like those of the code become these."""
    return "".join(character for character in entered.upper().translate(LOOK_ALIKE) if character.isalnum())


def is_well_formed(code: str) -> bool:
    """Whether a tidied code is one that can have been printed: its length, its characters, the checking one."""
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return False
    return check_character(code[:-1]) == code[-1]


def grouped(code: str) -> str:
    """The code as printed, in groups of four with hyphens between."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
