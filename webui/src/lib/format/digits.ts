import type { Language } from '@/api';

const PERSIAN = '۰۱۲۳۴۵۶۷۸۹';

/** Writes the digits of any text in the reader's form: `+98 21` → `+۹۸ ۲۱`. */
export function toDigits(text: string | number, language: Language): string {
  const plain = String(text);
  return language === 'fa' ? plain.replace(/\d/g, (digit) => PERSIAN.charAt(Number(digit))) : plain;
}

/** Writes Persian and Arabic digits as ASCII, for what a person typed: `۰۹۱۲` → `0912`. */
export function toAscii(text: string): string {
  return text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660));
}

/** A count with separators: 1,904 or ۱٬۹۰۴. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(language === 'fa' ? 'fa-IR' : 'en-GB').format(value);
}

/** A share of 1 as percent. In Persian the mark is led by U+061C, else the sign jumps sides beside Latin; wrap it in `<bdi>`. */
export function formatPercent(share: number, language: Language): string {
  const percent = Math.round(share * 100);
  return language === 'fa' ? `\u061c${toDigits(percent, 'fa')}٪` : `${percent}%`;
}
