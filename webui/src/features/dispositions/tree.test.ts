import { describe, expect, it } from 'vitest';

import type { Disposition } from '@/api';

import { branches, nameIn, pathOf } from './tree';

function one(id: string, fa: string | null, en: string | null, more: Partial<Disposition> = {}): Disposition {
  return { id, parent_id: null, names: { fa, en }, position: 0, archived: false, choosable: true, version: 1, ...more };
}

const ALL = [
  one('sales', 'فروش', 'Sales', { choosable: false }),
  one('sold', 'سفارش داد', 'Ordered', { parent_id: 'sales' }),
  one('lost', 'منصرف شد', null, { parent_id: 'sales' }),
  one('old', 'قدیمی', 'Old', { parent_id: 'sales', archived: true, choosable: false }),
  one('spam', 'مزاحم', 'Nuisance'),
];
const ids = (text: string) => branches(ALL, text).map(({ top, leaves }) => [top.id, ...leaves.map(({ id }) => id)]);

describe('results', () => {
  it('stand in their groups, without what is archived', () => {
    expect(ids('')).toEqual([['sales', 'sold', 'lost'], ['spam']]);
  });

  it('are found by their own name or their group’s, in either language and any form of a letter', () => {
    expect(ids('سفارش')).toEqual([['sales', 'sold']]);
    expect(ids('order sal')).toEqual([['sales', 'sold']]);
    expect(ids('فروش')).toEqual([['sales', 'sold', 'lost']]);
    expect(ids('nothing')).toEqual([]);
  });

  it('are called as they are in the other language where they have no name in this', () => {
    expect(pathOf(ALL, 'lost', 'en')).toEqual(['Sales', 'منصرف شد']);
    expect(nameIn(one('x', null, 'Only'), 'fa')).toBe('Only');
    expect(pathOf(ALL, 'gone', 'fa')).toEqual([]);
  });
});
