import { describe, expect, it } from 'vitest';

import { countOf, NONE, toggle, togglePage } from './selection';

const loaded = ['a', 'b', 'c', 'd'];

describe('a selection', () => {
  it('ticks and unticks a row, and with Shift all between two', () => {
    const one = toggle(NONE, loaded, 'b');
    expect([...one.ids]).toEqual(['b']);
    expect([...toggle(one, loaded, 'b').ids]).toEqual([]);
    expect([...toggle(one, loaded, 'd', 'b').ids].sort()).toEqual(['b', 'c', 'd']);
  });

  it('ticks the loaded rows, and none at the second press', () => {
    const page = togglePage(NONE, loaded);
    expect(countOf(page, 9000)).toBe(4);
    expect(countOf(togglePage(page, loaded), 9000)).toBe(0);
  });

  it('counts all that the list finds, until one of them is unticked', () => {
    const all = { ids: new Set(loaded), all: true };
    expect(countOf(all, 9000)).toBe(9000);
    expect(countOf(toggle(all, loaded, 'a'), 9000)).toBe(3);
  });
});
