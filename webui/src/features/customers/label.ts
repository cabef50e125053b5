import type { TFunction } from 'i18next';

const KNOWN = ['mobile', 'office', 'home', 'work', 'switchboard', 'shared', 'main', 'fax', 'direct'] as const;

/** A label of a number in the reader's language where it is a usual one; else as somebody wrote it. */
export function labelOf(label: string, t: TFunction<'customers'>): string {
  const known = KNOWN.find((name) => name === label.toLowerCase());
  return known ? t(`label.${known}`) : label;
}
