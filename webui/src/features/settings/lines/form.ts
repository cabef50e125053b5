import type { Line, LineInput } from '@/api';
import { toAscii } from '@/lib/format';

/** A rule and a range as they are typed; `key` tells rows apart while they move. */
export interface RuleRow {
  key: number;
  prefix: string;
  strip: string;
  add: string;
  length: string;
}

export interface RangeRow {
  key: number;
  first: string;
  last: string;
}

/** The form of a line: all text, as typed. */
export interface LineForm {
  name: string;
  brand: string;
  account: string;
  number: string;
  trunk: string;
  region: string;
  area_code: string;
  form: LineInput['outbound']['format'];
  prefix: string;
  name_prefixes: string[];
  rules: RuleRow[];
  ranges: RangeRow[];
  record: LineInput['record'];
  active: boolean;
}

let made = 0;
const key = () => (made += 1);

export const newRule = (): RuleRow => ({ key: key(), prefix: '', strip: '', add: '', length: '' });
export const newRange = (): RangeRow => ({ key: key(), first: '', last: '' });

/** The form that shows a line; without one, an empty line in the region. */
export function formOf(line: Line | null, region: string): LineForm {
  return {
    name: line?.name ?? '',
    brand: line?.brand ?? '',
    account: line?.account ?? '',
    number: line?.number ?? '',
    trunk: line?.trunk ?? '',
    region: line?.region ?? region,
    area_code: line?.area_code ?? '',
    form: (line?.outbound.format as LineForm['form'] | undefined) ?? 'national',
    prefix: line?.outbound.prefix ?? '',
    name_prefixes: line?.name_prefixes ?? [],
    rules: (line?.rules ?? []).map(({ prefix, strip, add, length }) => ({ key: key(), prefix, strip: strip ? String(strip) : '', add, length: length ? String(length) : '' })),
    ranges: (line?.internal_ranges ?? []).map((range) => ({ key: key(), ...range })),
    record: (line?.record as LineForm['record'] | undefined) ?? 'never',
    active: line?.active ?? true,
  };
}

/** A whole number, null for nothing; nonsense stays a nonsense that the hub refuses by name. */
function whole(text: string): number | null {
  const plain = toAscii(text).trim();
  return plain === '' ? null : Number.parseInt(plain, 10) || 0;
}

/** What the hub takes: digits in ASCII, nothing for what is empty. */
export function bodyOf(form: LineForm): LineInput {
  const plain = (text: string) => toAscii(text).trim();
  const filled = (text: string) => text.trim() || null;
  return {
    name: form.name.trim(),
    brand: filled(form.brand),
    account: filled(form.account),
    number: plain(form.number) || null,
    trunk: filled(form.trunk),
    region: form.region,
    area_code: plain(form.area_code) || null,
    outbound: { format: form.form, prefix: plain(form.prefix) },
    name_prefixes: form.name_prefixes,
    rules: form.rules.map((rule) => ({ prefix: plain(rule.prefix), strip: whole(rule.strip) ?? 0, add: plain(rule.add), length: whole(rule.length) })),
    internal_ranges: form.ranges.map((range) => ({ first: plain(range.first), last: plain(range.last) })),
    record: form.record,
    active: form.active,
  };
}

/** The list with one item taken to another place. */
export function moved<T>(items: T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)];
}
