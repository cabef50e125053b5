/** How many parts a text message is sent in; hub/gsm.py is the same, and one file of examples holds both. */
export interface SmsCount {
  alphabet: 'gsm7' | 'ucs2';
  /** Septets or UTF-16 code units. */
  units: number;
  parts: number;
  /** Units before another part. */
  left: number;
  /** What the GSM alphabet lacks, the first ten. */
  unusual: string[];
}

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set('\f^{}\\[~]|€');
const ONE = { gsm7: 160, ucs2: 70 };
/** Of several: the rest is the header that joins them. */
const EACH = { gsm7: 153, ucs2: 67 };
const MOST_SHOWN = 10;

function fill(sizes: number[], most: number): { parts: number; filled: number } {
  let parts = 1;
  let filled = 0;
  for (const size of sizes) {
    if (filled + size > most) {
      parts += 1;
      filled = 0;
    }
    filled += size;
  }
  return { parts, filled };
}

/** Counts by the real alphabet: one letter that it lacks makes every part shorter. */
export function countSms(text: string): SmsCount {
  const chars = [...text];
  const unusual = [...new Set(chars)].filter((char) => !BASIC.has(char) && !EXTENSION.has(char)).slice(0, MOST_SHOWN);
  const alphabet = unusual.length > 0 ? 'ucs2' : 'gsm7';
  const sizes = chars.map((char) => (alphabet === 'ucs2' ? char.length : EXTENSION.has(char) ? 2 : 1));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  if (units <= ONE[alphabet]) return { alphabet, units, parts: text ? 1 : 0, left: ONE[alphabet] - units, unusual };
  const { parts, filled } = fill(sizes, EACH[alphabet]);
  return { alphabet, units, parts, left: EACH[alphabet] - filled, unusual };
}
