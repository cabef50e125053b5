"""Folding, sorting and initials of names, Persian ones above all."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.text import digits, fold, initials, other_keyboard, sort_key

SAME = [
    ("علي كاظمي", "علی کاظمی"),  # Arabic letters
    ("می‌رود", "می رود"),  # a half-space
    ("آرش", "ارش"),
    ("ا\u0653رش", "آرش"),  # alef and madda apart
    ("رئیسی", "رییسی"),
    ("مؤمن", "مومن"),
    ("أحمد", "احمد"),
    ("فاطمة", "فاطمه"),
    ("خانۀ", "خانه"),
    ("مُحَمَّد", "محمد"),
    ("عـــلی", "علی"),
    ("ﻋﻠﻲ", "علی"),  # presentation forms of an old system
    ("۱۲۳", "123"),
    ("٤٥٦", "456"),
    ("１２３", "123"),
    ("Müller", "MULLER"),
    ("Straße", "STRASSE"),
    ("José  Nuñez ", "jose nunez"),
    ("İpek", "ipek"),
    ("\u200fعلی\u200e", "علی"),
    ("\u00a0Ali\u00a0", "ali"),
    ("℡", "tel"),
]
PERSIAN = list("آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")
SORTED = [
    *("10 برادر", "2 برادر", "Ali", "Élodie", "Eva", "O'Brien", "Obrien B", "Zoë"),
    *("آرش", "آرش محمدی", "احمد", "اکبر", "بهار", "پروین", "پروین آذر", "پروین احمدی", "تینا", "جواد"),
    *("چمن", "رضا", "ژاله", "سارا", "شادی", "فاطمه", "کامران", "گلناز", "لیلا", "مریم", "نرگس", "وحید"),
    *("هانیه", "یاسر", "Борис"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_of_typing_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_is_idempotent_and_never_raises(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text) == fold(text).strip()


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


def test_the_persian_alphabet_is_in_order() -> None:
    shuffled = random.Random(1).sample(PERSIAN, len(PERSIAN))
    assert sorted(shuffled, key=sort_key) == PERSIAN


def test_names_sort_as_in_a_phone_book() -> None:
    assert sorted(random.Random(2).sample(SORTED, len(SORTED)), key=sort_key) == SORTED


@pytest.mark.parametrize(
    ("one", "other"),
    [("علي", "علی"), ("كامران", "کامران"), ("رئیسی", "رییسی"), ("ا\u0653رش", "آرش"), ("علی‌رضا", "علی رضا"), ("É", "e")],
)
def test_two_ways_of_typing_sort_alike(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


@given(st.text(max_size=200))
def test_a_key_is_short_and_sorts_alike_under_every_collation(text: str) -> None:
    key = sort_key(text)
    assert len(key) <= 400
    assert not key or (key.isascii() and key.isdigit())


def test_digits_of_both_scripts_are_read() -> None:
    assert digits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ x") == "0123456789 0123456789 x"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Sara Ahmadi", "SA"), ("سارا احمدی", "س\u200cا"), ("Cher", "C"), ("علی", "ع"), ("Ana de la Cruz", "AC"), ("", ""),
     ("- *", ""), ("42 Steps", "4S")],
)  # fmt: skip
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


@given(st.text())
def test_initials_never_raise(text: str) -> None:
    assert len(initials(text)) <= 9


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("صشمه", "wali"), ("wali", "صشمه"), ("ugd", "علی"), ("hldv", "امیر"), ("Hldv", "آمیر"), ("ثةش", "eJa"),
     ("m", "پ"), ("m", "ئ"), ("\\", "پ"), ("پ", "m"), ("پ", "\\"), ("SARA", "سشقش"), ("«»", None), ("۱۲", None)],
)  # fmt: skip
def test_the_same_keys_write_something_else_on_the_other_keyboard(typed: str, meant: str | None) -> None:
    found = other_keyboard(typed)
    assert meant in found if meant else found == ()
