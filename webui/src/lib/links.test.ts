import { describe, expect, it } from 'vitest';

import { replaceUrls, withShortLinks } from './links';
import examples from './links.fixture.json';

const BASE = 'https://pv.example/l/';

describe('the links of a text', () => {
  it.each(examples)('are found as the hub finds them: $text', ({ text, marked }) => {
    expect(replaceUrls(text, (url) => `<${url}>`)).toBe(marked);
    expect(replaceUrls(text, () => null)).toBe(text);
  });

  it('are counted as long as they will be', () => {
    const text = 'https://shop.example/a, https://shop.example/a and https://b.example';
    const short = `${BASE}XXXXXXX`;
    expect(withShortLinks(text, BASE, 7)).toEqual({ text: `${short}, ${short} and ${short}`, links: 2 });
  });

  it.each([`${BASE}ABCDEFG`, `https://hub.example/consent/${'a'.repeat(43)}`, 'https://user:secret@shop.example/'])('stay where they act or are short: %s', (url) => {
    expect(withShortLinks(url, BASE, 7)).toEqual({ text: url, links: 0 });
  });
});
