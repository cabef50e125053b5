import type { CustomField } from '@/api';

/** A column of a customer list; a custom field's key follows `fields.` */
export type ColumnKey = (typeof COLUMNS)[number] | `fields.${string}`;

export const COLUMNS = [
  'name',
  'number',
  'email',
  'organisation',
  'city',
  'stage',
  'owner',
  'tags',
  'people',
  'last_contact_at',
  'created_at',
] as const;

export type ListArea = 'customers' | 'organisations' | 'people';

const DEFAULTS: Record<ListArea, ColumnKey[]> = {
  customers: ['name', 'number', 'organisation', 'city', 'owner', 'tags', 'last_contact_at'],
  organisations: ['name', 'people', 'number', 'email', 'city', 'owner', 'tags', 'last_contact_at'],
  people: ['name', 'number', 'email', 'owner', 'tags', 'last_contact_at'],
};

/** The least width in px, and the share of what is left over. */
const WIDTHS: Partial<Record<ColumnKey, [least: number, share: number]>> = {
  name: [180, 2],
  number: [128, 1],
  email: [150, 1.3],
  organisation: [110, 1.3],
  city: [76, 0.8],
  stage: [76, 0.8],
  owner: [104, 1],
  tags: [132, 1.4],
  people: [64, 0.4],
  last_contact_at: [92, 0.7],
  created_at: [92, 0.7],
};
const USUAL: [number, number] = [104, 1];
const TICK = 20;
const GAP = 14;
const PADDING = 48;

/** What may be ordered by; true where the newest comes first at the first press. */
export const SORTS: Partial<Record<ColumnKey, boolean>> = { name: false, last_contact_at: true, created_at: true };

export function defaultColumns(area: ListArea): ColumnKey[] {
  return DEFAULTS[area];
}

/** All columns that can be shown: the fixed ones and the custom fields'. */
export function allColumns(fields: CustomField[]): ColumnKey[] {
  return [...COLUMNS, ...fields.filter(({ archived }) => !archived).map(({ key }) => `fields.${key}` as const)];
}

/** Keeps what is known, in the order given; the name is always first. */
export function knownColumns(wanted: readonly string[], known: readonly ColumnKey[]): ColumnKey[] {
  const kept = known.filter((key) => key !== 'name' && wanted.includes(key)).sort((a, b) => wanted.indexOf(a) - wanted.indexOf(b));
  return ['name', ...kept];
}

/** The grid's columns, a tick box first where rows are ticked, and the width under which the table is scrolled. */
export function layoutOf(columns: readonly ColumnKey[], ticks: boolean): { template: string; least: number } {
  const widths = columns.map((key) => WIDTHS[key] ?? USUAL);
  const fluid = widths.map(([least, share]) => `minmax(${least}px, ${share}fr)`);
  const gaps = GAP * (widths.length - (ticks ? 0 : 1));
  const least = widths.reduce((sum, [width]) => sum + width, PADDING + gaps + (ticks ? TICK : 0));
  return { template: (ticks ? [`${TICK}px`, ...fluid] : fluid).join(' '), least };
}

const stored = (area: ListArea) => `peyvand-columns-${area}`;

/** The columns this browser showed last; null before any were chosen. */
export function rememberedColumns(area: ListArea): string[] | null {
  return localStorage.getItem(stored(area))?.split(',') ?? null;
}

export function rememberColumns(area: ListArea, columns: readonly string[]): void {
  localStorage.setItem(stored(area), columns.join(','));
}
