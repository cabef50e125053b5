import { describe, expect, it } from 'vitest';

import { bodyOf, formOf, moved, newRange, newRule } from './form';

describe('the form of a line', () => {
  it('sends Persian digits as ASCII, and nothing for what is empty', () => {
    const form = { ...formOf(null, 'IR'), name: ' تهران ', number: '۰۲۱ ۹۱۰۰۱۰۰۰', area_code: '۲۱', prefix: '۹' };
    expect(bodyOf(form)).toMatchObject({
      name: 'تهران', brand: null, account: null, number: '021 91001000', trunk: null, area_code: '21', outbound: { format: 'national', prefix: '9' },
    });
  });

  it('sends rules and ranges in their order', () => {
    const form = {
      ...formOf(null, 'IR'),
      rules: [{ ...newRule(), prefix: '۹', strip: '۱' }, { ...newRule(), add: '0', length: '10' }],
      ranges: [{ ...newRange(), first: '۴۰۰۰', last: '4999' }],
    };
    expect(bodyOf(form).rules).toEqual([{ prefix: '9', strip: 1, add: '', length: null }, { prefix: '', strip: 0, add: '0', length: 10 }]);
    expect(bodyOf(form).internal_ranges).toEqual([{ first: '4000', last: '4999' }]);
  });
});

describe('moving a row', () => {
  it.each([
    [0, 1, 'bac'],
    [2, 0, 'cab'],
    [1, 1, 'abc'],
  ])('from %i to %i', (from, to, expected) => {
    expect(moved(['a', 'b', 'c'], from, to).join('')).toBe(expected);
  });
});
