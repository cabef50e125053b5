import { describe, expect, it } from 'vitest';

import { customer } from '../profile/samples';
import { chosenOf, rowsOf, unionOfIdentities, unionOfTags } from './rows';

const identity = (id: string) => ({
  id, link_id: `l${id}`, kind: 'phone' as const, value: id, display: id, label: null, verified: false, primary: false,
  valid_from: '2026-01-01T00:00:00Z', shared_with: 0,
});
const tag = (name: string) => ({ name, tone: 'neutral' });

describe('comparing two customers', () => {
  const rows = rowsOf(
    [
      { field: 'fields.size', survivor: 3, merged: null, suggested: 'survivor' },
      { field: 'owner', survivor: null, merged: { id: 'u1', name: 'Sam' }, suggested: 'merged' },
      { field: 'name', survivor: 'A', merged: 'B', suggested: 'survivor' },
    ],
    [{ id: 'f', key: 'size', label: 'Size', kind: 'number', options: [], applies_to: 'both', position: 1, archived: false, created_at: '2026-01-01T00:00:00Z', version: 1 }],
  );

  it('goes in the profile’s order and knows how to show each value', () => {
    expect(rows.map(({ key }) => key)).toEqual(['name', 'owner', 'fields.size']);
    expect(rows.map(({ field }) => field.kind)).toEqual(['text', 'person', 'number']);
    expect(rows[1]).toMatchObject({ survivor: '', merged: 'u1' });
    expect(rows[2]).toMatchObject({ survivor: '3', merged: '', field: { label: 'Size' } });
  });

  it('keeps what was picked and else what is suggested', () => {
    expect(chosenOf(rows, { name: 'merged' })).toEqual({ name: 'merged', owner: 'merged', 'fields.size': 'survivor' });
  });

  it('brings addresses and tags of both together, each once', () => {
    const a = customer({ identities: [identity('1'), identity('2')], tags: [tag('vip')] });
    const b = customer({ identities: [identity('2'), identity('3')], tags: [tag('vip'), tag('new')] });
    expect(unionOfIdentities(a, b).map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(unionOfTags(a, b).map(({ name }) => name)).toEqual(['vip', 'new']);
  });
});
