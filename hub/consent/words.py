"""What the pages without sign-in say, in both languages."""

from __future__ import annotations

from types import MappingProxyType

from hub.consent.hooks import HOOKS

LANGUAGES = ("fa", "en")
WORDS = MappingProxyType({
    "fa": {
        "confirm_title": "تأیید می‌کنید؟",
        "confirm_lead": "برای {address} این درخواست ثبت شده است:",
        "confirm": "بله، تأیید می‌کنم",
        "confirm_note": "اگر شما این درخواست را نداده‌اید، کاری لازم نیست؛ همین صفحه را ببندید.",
        "done_title": "انجام شد",
        "done": "اگر این پیوند هنوز معتبر بود، انتخاب شما ثبت شد.",
        "gone_title": "این پیوند دیگر کار نمی‌کند",
        "gone": "شاید قبلاً استفاده شده یا مهلتش گذشته باشد. برای گرفتن پیوند تازه با ما تماس بگیرید.",
        "preferences_title": "از ما چه دریافت کنید؟",
        "preferences_lead": "تنظیمات پیام‌ها برای {address}",
        "saved": "ذخیره شد.",
        "save": "ذخیره",
        "none": "هیچ تبلیغی نمی‌خواهم",
        "somebody_elses_opt_out": "کس دیگری با همین نشانی نخواسته پیام بگیرد؛ فقط خودش می‌تواند این را تغییر دهد.",
        "older_than_opt_out": "انصراف تازه‌تری ثبت شده است؛ دوباره تلاش کنید.",
        "marketing": "تبلیغات و پیشنهادها",
        "service": "پیام‌های خدماتی",
        "marketing_about": "تخفیف‌ها، محصولات تازه و خبرها",
        "service_about": "سفارش، نوبت، صورت‌حساب و پاسخ به درخواست‌هایتان",
        "call": "تماس تلفنی", "sms": "پیامک", "email": "ایمیل", "chat": "گفت‌وگو",
        "other": "English",
        "by": "{organisation}",
    },
    "en": {
        "confirm_title": "Do you agree?",
        "confirm_lead": "This was asked for {address}:",
        "confirm": "Yes, I agree",
        "confirm_note": "If you did not ask for this, just close the page. Nothing will be sent.",
        "done_title": "Done",
        "done": "If this link was still valid, your choice has been saved.",
        "gone_title": "This link no longer works",
        "gone": "It may have been used already, or its time is over. Contact us for a new one.",
        "preferences_title": "What may we send you?",
        "preferences_lead": "Message settings for {address}",
        "saved": "Saved.",
        "save": "Save",
        "none": "No advertising at all",
        "somebody_elses_opt_out": "Somebody else at this address asked not to be contacted. Only they can change that.",
        "older_than_opt_out": "A later opt-out is on record. Please try again.",
        "marketing": "Offers and news",
        "service": "Service messages",
        "marketing_about": "Discounts, new products and news",
        "service_about": "Orders, appointments, invoices and answers to your requests",
        "call": "Phone call", "sms": "Text message", "email": "Email", "chat": "Chat",
        "other": "فارسی",
        "by": "{organisation}",
    },
})  # fmt: skip


def default_wording(language: str, channel: str, purpose: str) -> str:
    """What somebody agrees to when no other text was chosen; it is kept with the consent."""
    name = WORDS[language][channel]
    values = {"channel": name.lower() if language == "en" else name}
    return HOOKS.texts().write(f"consent_{purpose}", language, values).text
