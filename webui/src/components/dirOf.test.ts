import { describe, expect, it } from 'vitest';

import { dirOf } from './dirOf';

describe('the direction of a written text', () => {
  it.each([
    ['', undefined],
    ['12 – ', undefined],
    ['سلام', 'rtl'],
    ['12. سلام Sara', 'rtl'],
    ['(Hello) سارا', 'ltr'],
  ] as const)('of "%s" is %s', (text, dir) => {
    expect(dirOf(text)).toBe(dir);
  });
});
