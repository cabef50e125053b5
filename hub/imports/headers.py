"""What columns are called, in Persian and English, both ways: recognised in files, written in exports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from hub.text import fold

Names = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
NAMES: Names = {  # (Persian, English); the first of each is what an export writes
    "name": (
        ("نام و نام خانوادگی", "نام کامل", "نام مشتری", "نام مخاطب", "نام شخص", "مشتری", "مخاطب", "نام طرف حساب"),
        ("Name", "Full name", "Customer name", "Contact name", "Display name", "Customer", "Contact"),
    ),
    "first_name": (("نام", "نام کوچک", "اسم"), ("First name", "Given name", "Forename", "Firstname")),
    "last_name": (
        ("نام خانوادگی", "فامیلی", "فامیل", "نام فامیل", "شهرت"),
        ("Last name", "Family name", "Surname", "Lastname"),
    ),
    "kind": (("نوع", "نوع مشتری", "نوع شخص", "حقیقی حقوقی"), ("Kind", "Customer type", "Type")),
    "phone": (
        ("تلفن", "تلفن همراه", "موبایل", "همراه", "شماره موبایل", "شماره همراه", "شماره تلفن همراه", "شماره تلفن",
         "شماره تماس", "تلفن تماس", "شماره", "تلفن ثابت", "تلفن منزل", "تلفن محل کار", "تلفن شرکت", "تلفن دفتر", "گوشی",
         "واتساپ", "واتس اپ", "ش موبایل", "ش تماس"),
        ("Phone", "Mobile", "Phone number", "Mobile number", "Mobile phone", "Cell", "Cell phone", "Cellphone", "Tel",
         "Telephone", "Home phone", "Work phone", "Business phone", "Landline", "Number", "MSISDN", "WhatsApp",
         "Contact number", "Primary phone", "Phone value"),
    ),
    "email": (
        ("ایمیل", "پست الکترونیک", "پست الکترونیکی", "رایانامه", "آدرس ایمیل", "نشانی ایمیل", "میل"),
        ("Email", "E-mail", "Email address", "E-mail address", "Mail", "E-mail value", "Mail address"),
    ),
    "organisation": (
        ("شرکت", "سازمان", "نام شرکت", "نام سازمان", "موسسه", "محل کار", "کارفرما"),
        ("Organisation", "Organization", "Company", "Company name", "Organisation name", "Organization name", "Account",
         "Employer", "Account name"),
    ),
    "job_title": (
        ("سمت", "عنوان شغلی", "شغل", "پست سازمانی"), ("Job title", "Position", "Role", "Occupation", "Job"),
    ),
    "city": (("شهر", "شهرستان", "محل سکونت"), ("City", "Town", "Business city", "Home city")),
    "country": (("کشور",), ("Country", "Country code", "Country/region")),
    "language": (("زبان",), ("Language", "Preferred language")),
    "time_zone": (("منطقه زمانی",), ("Time zone", "Timezone")),
    "stage": (("مرحله", "وضعیت", "وضعیت مشتری"), ("Stage", "Lifecycle stage", "Status", "Customer stage")),
    "tags": (
        ("برچسب", "برچسب ها", "برچسب‌ها", "تگ", "تگ ها", "گروه", "دسته", "دسته بندی"),
        ("Tags", "Tag", "Labels", "Groups", "Group", "Categories", "Category"),
    ),
    "owner": (
        ("مسئول", "کارشناس", "کارشناس فروش", "مسئول پیگیری", "ایمیل مسئول", "پیگیری کننده"),
        ("Owner", "Account owner", "Contact owner", "Assigned to", "Owner email", "Sales rep", "Responsible"),
    ),
    "note": (
        ("یادداشت", "توضیحات", "توضیح", "ملاحظات", "شرح"), ("Note", "Notes", "Comment", "Comments", "Remarks"),
    ),
}  # fmt: skip
EXPORTED: Names = {  # written, never asked for: the hub knows these itself
    "other_phones": (("تلفن‌های دیگر",), ("Other phones",)),
    "other_emails": (("ایمیل‌های دیگر",), ("Other emails",)),
    "created_at": (("تاریخ ایجاد",), ("Created",)),
    "last_contact_at": (("آخرین تماس",), ("Last contact",)),
    "id": (("شناسه",), ("Id",)),
}
MANY = frozenset({"phone", "email", "tags"})  # several columns may hold them
_NOISE = re.compile(r"[\W_\d]+")
_LABELS = (  # what a telephone column says of its numbers, as their label
    (("موبایل", "همراه", "mobile", "cell"), ("همراه", "mobile")),
    (("منزل", "خانه", "home"), ("منزل", "home")),
    (("محل کار", "دفتر", "شرکت", "work", "business", "office"), ("محل کار", "work")),
)


def title(target: str, language: str) -> str:
    """What an export calls the column of this target."""
    persian, english = NAMES.get(target) or EXPORTED[target]
    return persian[0] if language == "fa" else english[0]


def recognise(header: str, fields: Mapping[str, str]) -> tuple[str | None, float]:
    """The target that a header names and how sure that is, 0 to 1. ``fields``: labels of custom fields by key."""
    plain = _plain(header)
    if not plain:
        return None, 0.0
    for key, label in fields.items():
        if plain in {_plain(label), _plain(key)}:
            return f"fields.{key}", 1.0
    if target := _known().get(plain):
        return target, 1.0 if fold(header) == plain else 0.95
    words = set(plain.split())
    found = [(len(name), target) for name, target in _known().items() if set(name.split()) <= words]
    return (max(found)[1], 0.6) if found else (None, 0.0)


def label_of(header: str) -> str | None:
    """``mobile`` or ``همراه`` and the like, in the language of the header."""
    plain = f" {_plain(header)} "
    persian = any("\u0600" <= char <= "\u06ff" for char in plain)
    for words, labels in _LABELS:
        if any(f" {fold(word)} " in plain for word in words):
            return labels[0 if persian else 1]
    return None


def _plain(header: str) -> str:
    """Without signs and counters: ``Phone 2 - Value`` is called ``phone value``."""
    return " ".join(_NOISE.sub(" ", fold(header)).split())


@cache
def _known() -> dict[str, str]:
    return {_plain(name): target for target, both in NAMES.items() for names in both for name in names}
