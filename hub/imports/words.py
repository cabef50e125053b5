"""What was wrong with a row, in the words of the file that people download to correct it."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {  # (English, Persian)
    "phone": ("This is not a phone number that can be called.", "این شماره تلفن درست نیست."),
    "email": ("This is not an email address.", "این نشانی ایمیل درست نیست."),
    "digits_lost": (
        "The spreadsheet has lost digits of this number. Format the column as text.",
        "رقم‌هایی از این شماره در صفحه‌گسترده از بین رفته است. قالب ستون را متن کنید.",
    ),
    "exponent": ("The number was in scientific form, and complete.", "شماره به شکل علمی بود و کامل خوانده شد."),
    "zero_added": ("The leading zero was missing and was added.", "صفر اول شماره افتاده بود و افزوده شد."),
    "name_missing": ("There is no name.", "نام ندارد."),
    "too_long": ("The text is too long.", "متن بیش از اندازه بلند است."),
    "too_many_tags": ("There are too many tags.", "تعداد برچسب‌ها بیش از اندازه است."),
    "date": ("This is not a date in this calendar.", "این تاریخ در این تقویم درست نیست."),
    "number": ("This is not a number.", "این عدد نیست."),
    "choice": ("This is not one of the options.", "این یکی از گزینه‌ها نیست."),
    "link": ("This is not a web address.", "این نشانی وب درست نیست."),
    "person": ("There is no such user.", "چنین کاربری وجود ندارد."),
    "country": (
        "This country is not known. Write its code, such as IR.",
        "این کشور شناخته نیست. کد آن را بنویسید، مانند IR.",
    ),
    "language": ("Only Persian and English are known.", "تنها فارسی و انگلیسی شناخته است."),
    "time_zone": ("This time zone is not known.", "این منطقه زمانی شناخته نیست."),
    "kind": ("Write person or organisation.", "بنویسید شخص یا سازمان."),
    "not_applicable": ("This field is not one of such a customer.", "این فیلد برای این نوع مشتری نیست."),
    "ambiguous": ("Several customers have these addresses.", "چند مشتری این نشانی‌ها را دارند."),
    "exists": ("There is such a customer already.", "این مشتری از پیش هست."),
    "same_as_row": ("The same number or mail is in an earlier row.", "همین شماره یا ایمیل در ردیف پیشین آمده است."),
    "no_change": ("Nothing differs from what is stored.", "با آنچه هست تفاوتی ندارد."),
    "too_many_addresses": ("There are more than 20 numbers and mails.", "بیش از ۲۰ شماره و ایمیل دارد."),
    "unreadable": ("The row could not be stored.", "این ردیف ذخیره نشد."),
}  # fmt: skip


def word(code: str, language: str = "en") -> str:
    """What the code means."""
    english, persian = _WORDS.get(code, (code, code))
    return persian if language == "fa" else english
