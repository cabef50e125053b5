import { describe, expect, it } from 'vitest';

import type { CustomField } from '@/api';

import { bodyOf, changedIn, conflictsOf, customOf, draftOf, type ProfileField, valueOf } from './fields';
import { customer } from './samples';

const field = (over: Partial<CustomField>): CustomField => ({
  id: 'f', key: 'size', label: 'Size', kind: 'number', options: [], applies_to: 'both', position: 1, archived: false,
  created_at: '2026-01-01T00:00:00Z', version: 1, ...over,
});

describe('the profile’s values', () => {
  const known = customer({ owner: { id: 'u1', name: 'Sam', initials: 'S' }, fields: { size: 12.5, link: null } });

  it('are texts, whatever they are in the hub', () => {
    expect([valueOf(known, 'owner_id'), valueOf(known, 'fields.size'), valueOf(known, 'fields.link'), valueOf(known, 'stage')]).toEqual(['u1', '12.5', '', '']);
  });

  it('are sent only where they differ, emptied ones as null, numbers as numbers', () => {
    const fields: ProfileField[] = [{ name: 'city', kind: 'text' }, { name: 'fields.size', kind: 'number' }];
    const base = draftOf(known, fields);
    const changes = changedIn(base, { ...base, city: ' ', 'fields.size': '۱۴' });
    expect(changes).toEqual({ city: '', 'fields.size': '۱۴' });
    expect(bodyOf({ city: '', 'fields.size': '14' }, fields)).toEqual({ city: null, fields: { size: 14 } });
    expect(bodyOf({ 'fields.size': 'many' }, fields)).toEqual({ fields: { size: 'many' } });
    expect(changedIn(base, { ...base, city: ' Leeds ' })).toEqual({});
  });
});

describe('two people at one customer', () => {
  const base = { city: 'Leeds', job_title: 'Lead' };

  it('do not meet while they change different fields', () => {
    expect(conflictsOf(base, { city: 'York' }, customer({ job_title: 'Head' }))).toEqual([]);
  });

  it('meet where both changed a field, unless they agree', () => {
    expect(conflictsOf(base, { city: 'York' }, customer({ city: 'Hull' }))).toEqual([{ name: 'city', theirs: 'Hull', mine: 'York' }]);
    expect(conflictsOf(base, { city: 'York' }, customer({ city: 'York' }))).toEqual([]);
  });
});

describe('an organisation’s own fields', () => {
  it('are those of the kind, in their order, without the archived', () => {
    const fields = [field({ key: 'b', position: 2 }), field({ key: 'a', applies_to: 'person' }), field({ key: 'c', archived: true }), field({ key: 'd', applies_to: 'organisation' })];
    expect(customOf(fields, 'person').map(({ name }) => name)).toEqual(['fields.a', 'fields.b']);
    expect(customOf(fields, 'organisation').map(({ name }) => name)).toEqual(['fields.d', 'fields.b']);
  });
});
