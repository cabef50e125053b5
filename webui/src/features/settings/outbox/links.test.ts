import { describe, expect, it } from 'vitest';

import { linked } from './links';

const links = (text: string) => linked(text).filter(({ link }) => link).map(({ text: link }) => link);

describe('links in a message', () => {
  it('end before what closes the sentence', () => {
    expect(links('ببینید: https://hub.example/c/ab_1؟ یا (http://a.example/x).')).toEqual(['https://hub.example/c/ab_1', 'http://a.example/x']);
  });

  it('leave every other character where it was', () => {
    const text = 'a javascript:alert(1) https://b.example/?q=1&r=2\nc';
    expect(linked(text).map((piece) => piece.text).join('')).toBe(text);
    expect(links(text)).toEqual(['https://b.example/?q=1&r=2']);
  });
});
