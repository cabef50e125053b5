import type { Colleague, CustomField, Customer } from '@/api';

/** How a value is written and shown. */
export type ValueKind = CustomField['kind'] | 'long' | 'language' | 'zone' | 'country' | 'organisation' | 'kind';

/** A field of the profile: `name` is the API's, custom ones are `fields.<key>`. */
export interface ProfileField {
  name: string;
  kind: ValueKind;
  /** What an organisation called it; ours are named by the pages' texts. */
  label?: string;
  options?: string[];
  longest?: number;
}

/** Drafts are texts; '' is not known. */
export type Draft = Record<string, string>;

export const NAME: ProfileField = { name: 'name', kind: 'text', longest: 200 };
export const HEAD: ProfileField[] = [
  NAME,
  { name: 'kind', kind: 'kind' },
  { name: 'job_title', kind: 'text', longest: 200 },
  { name: 'organisation_id', kind: 'organisation' },
];
export const STANDARD: ProfileField[] = [
  { name: 'owner_id', kind: 'person' },
  { name: 'stage', kind: 'text', longest: 40 },
  { name: 'language', kind: 'language' },
  { name: 'time_zone', kind: 'zone' },
  { name: 'city', kind: 'text', longest: 120 },
  { name: 'country', kind: 'country' },
];
export const NOTE: ProfileField = { name: 'note', kind: 'long', longest: 4000 };
export const PREFIX = 'fields.';

/** The organisation's own fields that this kind of customer has. */
export function customOf(fields: readonly CustomField[], kind: Customer['kind']): ProfileField[] {
  return fields
    .filter((field) => !field.archived && (field.applies_to === 'both' || field.applies_to === kind))
    .sort((a, b) => a.position - b.position || a.label.localeCompare(b.label))
    .map(({ key, kind: shape, label, options }) => ({ name: PREFIX + key, kind: shape, label, options, longest: 1000 }));
}

/** What a customer has in a field. */
export function valueOf(customer: Customer, name: string): string {
  const known: Record<string, unknown> = {
    ...customer,
    organisation_id: customer.organisation?.id,
    owner_id: customer.owner?.id,
  };
  const value = name.startsWith(PREFIX) ? customer.fields[name.slice(PREFIX.length)] : known[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The values of these fields, to begin with. */
export function draftOf(customer: Customer, fields: readonly ProfileField[]): Draft {
  return Object.fromEntries(fields.map(({ name }) => [name, valueOf(customer, name)]));
}

/** What of a draft differs from what it began with. */
export function changedIn(base: Draft, mine: Draft): Draft {
  const trimmed = Object.entries(mine).map(([name, value]): [string, string] => [name, value.trim()]);
  return Object.fromEntries(trimmed.filter(([name, value]) => value !== base[name]));
}

/** A field that two people changed to different values. */
export interface Conflict {
  name: string;
  theirs: string;
  mine: string;
}

/** Where somebody else's change meets one's own; fields that only one of both touched are none. */
export function conflictsOf(base: Draft, changes: Draft, current: Customer): Conflict[] {
  return Object.entries(changes)
    .map(([name, mine]) => ({ name, mine, theirs: valueOf(current, name) }))
    .filter(({ name, mine, theirs }) => theirs !== base[name] && theirs !== mine);
}

/** The API's body for changed fields: emptied ones are null, numbers are numbers. */
export function bodyOf(changes: Draft, fields: readonly ProfileField[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(changes)) {
    const numeric = fields.some((field) => field.name === name && field.kind === 'number');
    const sent = value === '' ? null : numeric && Number.isFinite(Number(value)) ? Number(value) : value;
    if (name.startsWith(PREFIX)) custom[name.slice(PREFIX.length)] = sent;
    else body[name] = sent;
  }
  return Object.keys(custom).length > 0 ? { ...body, fields: custom } : body;
}

/** A person by id, for showing. */
export function personOf(id: string, people: readonly Pick<Colleague, 'id' | 'name'>[]): string {
  return people.find((person) => person.id === id)?.name ?? '';
}
