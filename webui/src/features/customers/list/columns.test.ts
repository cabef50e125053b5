import { describe, expect, it } from 'vitest';

import { allColumns, knownColumns, layoutOf } from './columns';

describe('columns', () => {
  const known = allColumns([{ key: 'tier', archived: false }, { key: 'old', archived: true }] as Parameters<typeof allColumns>[0]);

  it('keep their order, and lose what is not known any more', () => {
    expect(knownColumns(['tags', 'fields.old', 'city', 'name', 'nonsense', 'fields.tier'], known)).toEqual(['name', 'tags', 'city', 'fields.tier']);
    expect(knownColumns([], known)).toEqual(['name']);
  });

  it('have a place each, and one more for the tick', () => {
    const plain = layoutOf(['name', 'fields.tier'], false);
    const ticked = layoutOf(['name', 'fields.tier'], true);
    expect(plain.template.match(/minmax/g)).toHaveLength(2);
    expect(ticked.template.startsWith('20px ')).toBe(true);
    expect(ticked.least - plain.least).toBe(34);
  });
});
