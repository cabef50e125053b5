import { describe, expect, it } from 'vitest';

import { nextSort, readAddress, withAddress } from './address';
import { groupOf, NOTHING } from './filter';

const filter = groupOf('all', [{ field: 'city', op: 'is', value: 'Leeds' }]);

describe('the address of a list', () => {
  it('holds all that is asked for', () => {
    const params = withAddress(new URLSearchParams(), { q: 'رضا', view: 'v1', filter, sort: '-created_at', columns: ['name', 'city'], mine: true });
    expect(readAddress(new URLSearchParams(params.toString()))).toEqual({ q: 'رضا', view: 'v1', filter, sort: '-created_at', columns: ['name', 'city'], mine: true });
  });

  it('leaves out what is not asked for', () => {
    const params = withAddress(new URLSearchParams('q=a&mine=true&view=v'), { q: '', mine: false, view: null });
    expect(params.toString()).toBe('');
  });

  it('says that the filter of a view was emptied', () => {
    const params = withAddress(new URLSearchParams('view=v'), { filter: NOTHING });
    expect(readAddress(params).filter).toEqual(NOTHING);
    expect(readAddress(withAddress(params, { filter: null })).filter).toBeNull();
  });

  it('turns the order round at a second press', () => {
    expect(nextSort('name', 'created_at', true)).toBe('-created_at');
    expect(nextSort('-created_at', 'created_at', true)).toBe('created_at');
    expect(nextSort('name', 'name', false)).toBe('-name');
    expect(nextSort('-name', 'name', false)).toBe('name');
  });
});
