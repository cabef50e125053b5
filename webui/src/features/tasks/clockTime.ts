import { toAscii } from '@/lib/format';

const WRITTEN = /^(\d{1,2})(?:[:.\s]?(\d{2}))?$/;

/** A time of day from how people write it (9, 9:30, 930, ۱۶:۱۵) as `09:30`; null when it is none. */
export function parseTime(text: string): string | null {
  const found = WRITTEN.exec(toAscii(text).trim());
  if (!found) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? '0')];
  if (hours > 23 || minutes > 59) return null;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
