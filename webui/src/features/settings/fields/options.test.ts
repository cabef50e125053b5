import { describe, expect, it } from 'vitest';

import { optionRow, optionsOf } from './options';

const row = (was: string, name: string) => ({ ...optionRow(was), name });

describe('the options of a choice', () => {
  it('leave out what is empty and tell what was renamed', () => {
    expect(optionsOf([row('Gold', 'Golden'), row('Silver', 'Silver'), row('', ' Bronze '), row('', ' ')])).toEqual({
      options: ['Golden', 'Silver', 'Bronze'],
      renamed: { Gold: 'Golden' },
    });
  });

  it('rename nothing when two names were swapped: customers keep what they have', () => {
    expect(optionsOf([row('A', 'B'), row('B', 'A')]).renamed).toEqual({});
  });
});
