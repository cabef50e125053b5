import { expect, it } from 'vitest';

import { initialsOf } from './initials';

it('keeps Persian letters apart and Latin ones together', () => {
  expect(initialsOf('لیلا صادقی', null, 2)).toBe('ل\u200cص');
  expect(initialsOf('Laura Bennett', null, 2)).toBe('LB');
});

it('shows one letter where there is room for one, and prefers the given ones', () => {
  expect(initialsOf('Laura Bennett', null, 1)).toBe('L');
  expect(initialsOf('Laura Bennett', 'XY', 2)).toBe('XY');
  expect(initialsOf('لیلا صادقی', 'ل\u200cص', 2)).toBe('ل\u200cص');
  expect(initialsOf('', null, 2)).toBe('');
});
