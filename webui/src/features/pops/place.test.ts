import { describe, expect, it } from 'vitest';

import { placeOf } from './place';

const plain = (text: string | null) => text?.replace(/[\u2068\u2069]/g, '');

describe('where a caller is', () => {
  it('is the place and the country, as far as they are known', () => {
    expect(plain(placeOf('Bristol', 'GB', 'en', ', '))).toBe('Bristol, United Kingdom');
    expect(plain(placeOf('شیراز', 'IR', 'fa', '، '))).toBe('شیراز، ایران');
    expect(placeOf(null, 'IR', 'en', ', ')).toBe('Iran');
    expect(plain(placeOf('Bristol', null, 'en', ', '))).toBe('Bristol');
    expect(placeOf(null, null, 'en', ', ')).toBeNull();
  });
});
