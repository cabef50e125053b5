"""Numbers in every shape in which they arrive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.customers import dial_number, display, is_extension, read_email, read_number

MOBILE, OFFICE = "+989121234567", "+982188881234"


@pytest.mark.parametrize(
    "raw",
    ["0098 (912) 123-4567", "٠٠٩٨٩١٢١٢٣٤٥٦٧", "+۹۸ ۹۱۲ ۱۲۳ ۴۵۶۷", "09121234567", "9121234567",
     "00989121234567", "+989121234567", "989121234567", "۰۹۱۲۱۲۳۴۵۶۷", "٠٩١٢١٢٣٤٥٦٧",
     "0912 123 4567", "0912-123-4567", "+98 (0)912 1234567", "\u202a+98 912 123 4567\u202c", "+98 0912 123 4567"],
)  # fmt: skip
def test_an_iranian_mobile_is_one_number(raw: str) -> None:
    address = read_number(raw, "IR", "21")
    assert address is not None
    assert (address.kind, address.value, address.region) == ("phone", MOBILE, "IR")
    assert (address.display, address.national) == ("+98 912 123 4567", "0912 123 4567")


@pytest.mark.parametrize(
    "raw", ["(021) 8888-1234", "02188881234", "00982188881234", "+98 21 8888 1234", "2188881234", "۰۲۱ ۸۸۸۸ ۱۲۳۴"]
)
def test_a_landline_with_its_area_code(raw: str) -> None:
    address = read_number(raw)
    assert address is not None
    assert (address.kind, address.value) == ("phone", OFFICE)


@pytest.mark.parametrize(
    ("raw", "region", "area", "value"),
    [("88881234", "IR", "21", OFFICE), ("88881234", "IR", "021", OFFICE), ("8888-1234", "IR", "21", OFFICE),
     ("901820", "DE", "30", "+4930901820"), ("5550123", "US", "212", "+12125550123"),
     ("1234567", "IT", "06", "+39061234567"), ("33334444", "BR", "11", "+551133334444"),
     ("8123-4567", "BR", "11", "+5511981234567"), ("98123-4567", "BR", "11", "+5511981234567"),
     ("٨٨٨٨١٢٣٤", "IR", "21", OFFICE), ("7946 0958", "GB", "20", "+442079460958")],
)  # fmt: skip
def test_a_local_number_is_completed_by_the_lines_area(raw: str, region: str, area: str, value: str) -> None:
    address = read_number(raw, region, area)
    assert address is not None
    assert (address.kind, address.value) == ("phone", value)


@pytest.mark.parametrize(
    ("raw", "region", "value", "country"),
    [("030 901820", "DE", "+4930901820", "DE"), ("0049 30 901820", "IR", "+4930901820", "DE"),
     ("0151 23456789", "DE", "+4915123456789", "DE"),
     ("020 7946 0958", "GB", "+442079460958", "GB"), ("+44 (0)20 7946 0958", "IR", "+442079460958", "GB"),
     ("(212) 555-0123", "US", "+12125550123", "US"), ("1-415-555-2671", "US", "+14155552671", "US"),
     ("+5215512345678", "IR", "+525512345678", "MX"), ("+525512345678", "IR", "+525512345678", "MX"),
     ("5512345678", "MX", "+525512345678", "MX"), ("044 55 1234 5678", "MX", "+525512345678", "MX"),
     ("+55 11 91234-5678", "IR", "+5511912345678", "BR"), ("(011) 91234-5678", "BR", "+5511912345678", "BR"),
     ("11 3333-4444", "BR", "+551133334444", "BR"),
     # Germany: towns' own trunk prefix, a number without one is a town's own and no mobile
     ("+49 (0) 89 999998-0", "IR", "+49899999980", "DE"), ("0049-151-23456789", "DE", "+4915123456789", "DE"),
     ("0171 3920000", "DE", "+491713920000", "DE"),
     # Britain
     ("07400 123456", "GB", "+447400123456", "GB"), ("0044 7400 123456", "IR", "+447400123456", "GB"),
     ("0161 496 0164", "GB", "+441614960164", "GB"), ("447400123456", "GB", "+447400123456", "GB"),
     # North America: its own way abroad, and a neighbour under the same code
     ("011 49 30 901820", "US", "+4930901820", "DE"), ("1 (416) 555-0123", "US", "+14165550123", "CA"),
     ("001 212 555 0123", "IR", "+12125550123", "US"), ("2125550123", "US", "+12125550123", "US"),
     # Mexico until 2019: a 1 after the country's code, 044 and 045 before mobiles, 01 before landlines
     ("0052 1 55 1234 5678", "IR", "+525512345678", "MX"), ("045 55 1234 5678", "MX", "+525512345678", "MX"),
     ("01 55 1234 5678", "MX", "+525512345678", "MX"), ("1 55 1234 5678", "MX", "+525512345678", "MX"),
     # Brazil until 2016: mobiles of eight digits are those with a 9 before them; landlines are not
     ("+55 11 8123-4567", "IR", "+5511981234567", "BR"), ("(11) 8123-4567", "BR", "+5511981234567", "BR"),
     ("011 7123-4567", "BR", "+5511971234567", "BR"), ("0055 51 6123-4567", "IR", "+5551961234567", "BR"),
     ("0 15 11 98123-4567", "BR", "+5511981234567", "BR"), ("+55 11 3333-4444", "IR", "+551133334444", "BR")],
)  # fmt: skip
def test_numbers_of_other_countries(raw: str, region: str, value: str, country: str) -> None:
    address = read_number(raw, region)
    assert address is not None
    assert (address.kind, address.value, address.region) == ("phone", value, country)


@pytest.mark.parametrize("area", [None, "21"])
@pytest.mark.parametrize(
    ("raw", "value"),
    [("30001234", "30001234"), ("3000123456", "3000123456"), ("10008590", "10008590"), ("1000", "1000"),
     ("20001234", "20001234"), ("۳۰۰۰۱۲۳۴", "30001234"), ("+9830001234", "30001234"), ("009830001234", "30001234"),
     ("983000123456", "3000123456"), ("DIGIKALA", "DIGIKALA"), ("Hamrah-Aval", "Hamrah-Aval"),
     ("  Digi   Kala ", "Digi Kala"), ("021SNAPP", "021SNAPP"), ("همراه اول", "همراه اول"), ("110", "110"),
     ("101", "101")],
)  # fmt: skip
def test_service_lines_names_and_short_numbers_are_senders(raw: str, value: str, area: str | None) -> None:
    address = read_number(raw, "IR", area)
    assert address is not None
    assert (address.kind, address.value, address.display, address.region) == ("sender", value, value, None)


def test_a_service_lines_shape_means_nothing_elsewhere() -> None:
    address = read_number("30001234", "DE", "30")
    assert address is not None
    assert address.value == "+493030001234"


@pytest.mark.parametrize("raw", ["", "  ", "+", "*#", "()", "\u200f"])
def test_nothing_to_read(raw: str) -> None:
    assert read_number(raw) is None


NUMBERS = st.one_of(
    st.text(),
    st.from_regex(r"\+?[0-9 ()\-۰-۹]{0,20}", fullmatch=True),
    st.from_regex(r"(\+98|0098|0|00|\+521|\+55|\+)[0-9]{4,14}", fullmatch=True),
)


@given(NUMBERS, st.sampled_from(("IR", "DE", "US", "GB", "MX", "BR")), st.sampled_from((None, "21", "021", "30")))
def test_what_was_read_reads_the_same_again(raw: str, region: str, area: str | None) -> None:
    address = read_number(raw, region, area)
    if address is None:
        return
    assert read_number(address.value, region, area) == address
    assert read_number(address.display, region, area) == address
    assert len(address.value) <= 80
    if address.kind == "phone":
        assert address.value.startswith("+")
        assert {read_number(address.value, other) for other in ("IR", "US")} == {address}


@given(NUMBERS, st.sampled_from(("IR", "DE", "US", "MX", "BR")), st.sampled_from(("national", "international", "e164")))
def test_what_is_dialled_for_a_number_is_that_number(raw: str, region: str, form: str) -> None:
    address = read_number(raw, region)
    if address and address.kind == "phone":
        assert read_number(dial_number(address.value, region, form), region) == address


@given(NUMBERS)
def test_display_and_extension_never_raise(raw: str) -> None:
    assert display(raw) or not raw
    assert is_extension(raw) in {True, False}


@pytest.mark.parametrize(
    ("number", "expected"), [("101", True), ("4021", True), ("02188881234", False), ("+98", False), ("", False)]
)
def test_extensions(number: str, expected: bool) -> None:
    assert is_extension(number) is expected


def test_display() -> None:
    assert display(MOBILE) == "+98 912 123 4567"
    assert display("30001234") == "30001234"
    assert display("sara@example.com") == "sara@example.com"


def test_a_mail_address_is_one_in_whatever_letters_and_shown_as_it_is_written() -> None:
    sara = read_email(" Sara.É@Example.COM ")
    assert sara is not None
    assert (sara.value, sara.display, sara.written) == (
        "sara.É@example.com",
        "Sara.É@example.com",
        "Sara.É@example.com",
    )
    plain = read_email("sara@example.com")
    assert plain is not None
    assert plain.written is None
    assert [read_email(text) for text in ("x@y@example.com", "@example.com", "x@nowhere", "x y@example.com")] == [
        None
    ] * 4
