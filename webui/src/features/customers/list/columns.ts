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
  'last_contact_at',
  'created_at',
] as const;

export type ListArea = 'customers' | 'organisations' | 'people';

const DEFAULTS: Record<ListArea, ColumnKey[]> = {
  customers: ['name', 'number', 'organisation', 'city', 'owner', 'tags', 'last_contact_at'],
  organisations: ['name', 'number', 'email', 'city', 'owner', 'tags', 'last_contact_at'],
  people: ['name', 'number', 'email', 'owner', 'tags', 'last_contact_at'],
};

const WIDTHS: Partial<Record<ColumnKey, string>> = {
  name: 'minmax(200px, 2fr)',
  number: 'minmax(132px, 1.1fr)',
  email: 'minmax(150px, 1.3fr)',
  organisation: 'minmax(120px, 1.3fr)',
  city: 'minmax(84px, 0.8fr)',
  stage: 'minmax(84px, 0.8fr)',
  owner: 'minmax(110px, 1fr)',
  tags: 'minmax(120px, 1.3fr)',
  last_contact_at: 'minmax(96px, 0.8fr)',
  created_at: 'minmax(96px, 0.8fr)',
};

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

/** The grid's columns, the tick box first. */
export function template(columns: readonly ColumnKey[]): string {
  return ['20px', ...columns.map((key) => WIDTHS[key] ?? 'minmax(110px, 1fr)')].join(' ');
}

const stored = (area: ListArea) => `peyvand-columns-${area}`;

/** The columns this browser showed last; null before any were chosen. */
export function rememberedColumns(area: ListArea): string[] | null {
  return localStorage.getItem(stored(area))?.split(',') ?? null;
}

export function rememberColumns(area: ListArea, columns: readonly string[]): void {
  localStorage.setItem(stored(area), columns.join(','));
}
