import type { Customer, CustomField, CustomerIdentity, Tag } from '@/api';

import { PREFIX, type ProfileField, STANDARD, HEAD, NOTE } from '../profile/fields';

export type Side = 'survivor' | 'merged';

/** A field in which two customers differ, as the hub tells it. */
export interface Difference {
  field: string;
  survivor: unknown;
  merged: unknown;
  suggested: Side;
}

/** A row of the comparison. */
export interface MergeRow {
  /** As the hub names it. */
  key: string;
  field: ProfileField;
  survivor: string;
  merged: string;
  suggested: Side;
}

/** How the hub calls references in a merge. */
const REFERENCES: Record<string, string> = { organisation: 'organisation_id', owner: 'owner_id' };

/** References come with their names: the id is what the profile's fields hold. */
function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'id' in value) return textOf(value.id);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The rows to choose in: ours in the profile's order, then the organisation's own fields. */
export function rowsOf(differences: readonly Difference[], custom: readonly CustomField[]): MergeRow[] {
  const own = [...HEAD, ...STANDARD, NOTE];
  const fieldOf = (name: string): ProfileField => {
    const known = own.find((field) => field.name === (REFERENCES[name] ?? name));
    const added = custom.find(({ key }) => PREFIX + key === name);
    return known ?? { name, kind: added?.kind ?? 'text', label: added?.label };
  };
  const place = (field: ProfileField) => {
    const at = own.findIndex(({ name }) => name === field.name);
    return at < 0 ? own.length : at;
  };
  return differences
    .map((one) => ({ key: one.field, field: fieldOf(one.field), survivor: textOf(one.survivor), merged: textOf(one.merged), suggested: one.suggested }))
    .sort((a, b) => place(a.field) - place(b.field));
}

/** What each row keeps: what was picked, else what the hub suggests. */
export function chosenOf(rows: readonly MergeRow[], picked: Readonly<Record<string, Side>>): Record<string, Side> {
  return Object.fromEntries(rows.map(({ key, suggested }) => [key, picked[key] ?? suggested]));
}

/** The addresses that one page will have: each once. */
export function unionOfIdentities(survivor: Customer, merged: Customer): CustomerIdentity[] {
  const seen = new Set(survivor.identities.map(({ id }) => id));
  return [...survivor.identities, ...merged.identities.filter(({ id }) => !seen.has(id))];
}

/** The tags that one page will have: each once. */
export function unionOfTags(survivor: Customer, merged: Customer): Tag[] {
  const seen = new Set(survivor.tags.map(({ name }) => name));
  return [...survivor.tags, ...merged.tags.filter(({ name }) => !seen.has(name))];
}
