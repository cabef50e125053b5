import { describe, expect, it } from 'vitest';

import type { Unit } from '@/api';

import { branches, pathOf, within } from './tree';

const unit = (id: string, parent_id: string | null): Unit => ({ id, name: id.toUpperCase(), parent_id, version: 1, created_at: '', updated_at: '' });
const UNITS = [unit('b', null), unit('a', 'b'), unit('c', 'a'), unit('d', 'b'), unit('lost', 'gone')];

describe('the tree of units', () => {
  it('lists each below the one that it lies in, and loses none', () => {
    expect(branches(UNITS).map(({ unit: { id }, depth }) => `${depth}${id}`)).toEqual(['0b', '1a', '2c', '1d', '0lost']);
  });

  it('knows what lies within', () => {
    expect([...within(UNITS, 'a')]).toEqual(['a', 'c']);
  });

  it('says where a unit lies', () => {
    expect(pathOf(UNITS, 'c')).toBe('B › A › C');
    expect(pathOf(UNITS, null)).toBe('');
  });
});
