import { describe, expect, it } from 'vitest';

import { type Condition, groupOf, isComplete, modeOf, nodesOf, NOTHING, readFilter, withNode, writeFilter } from './filter';

const city: Condition = { field: 'city', op: 'is', value: 'تهران' };
const quiet: Condition = { field: 'last_contact_at', op: 'empty' };

describe('a filter', () => {
  it('comes back from the address as it went there', () => {
    const group = groupOf('any', [city, groupOf('all', [quiet])]);
    expect(readFilter(writeFilter(group))).toEqual(group);
    expect(modeOf(group)).toBe('any');
  });

  it('is nothing when the address holds none, or what is none', () => {
    for (const text of [null, '', '{', '[]', '{"all":1}', '{"field":"city"}', '{"all":[{"op":"is"}]}']) expect(readFilter(text)).toEqual(NOTHING);
    expect(writeFilter(NOTHING)).toBeNull();
  });

  it('changes one condition and leaves the others', () => {
    const group = groupOf('all', [city, quiet]);
    expect(nodesOf(withNode(group, 0, { ...city, value: 'Leeds' }))).toEqual([{ ...city, value: 'Leeds' }, quiet]);
    expect(nodesOf(withNode(group, 0, null))).toEqual([quiet]);
    expect(nodesOf(withNode(group, 2, city))).toEqual([city, quiet, city]);
  });

  it('is applied only once it says enough', () => {
    expect(isComplete(city)).toBe(true);
    expect(isComplete(quiet)).toBe(true);
    expect(isComplete({ ...city, value: '' })).toBe(false);
    expect(isComplete({ field: 'tags', op: 'in', value: [] })).toBe(false);
    expect(isComplete({ field: 'has_phone', op: 'is', value: false })).toBe(true);
  });
});
