import { describe, expect, it } from 'vitest';

import { piecesOf } from './marks';

const written = (text: string, marks: [number, number][]) => piecesOf(text, marks).map((piece) => (piece.marked ? `[${piece.text}]` : piece.text)).join('');

describe('marks in a snippet', () => {
  it('cut the text where they stand, in any order', () => {
    expect(written('the late order is late', [[18, 22], [4, 8]])).toBe('the [late] order is [late]');
    expect(written('سفارش رسید', [[0, 5]])).toBe('[سفارش] رسید');
  });

  it('never lose or repeat text, however they lie', () => {
    for (const marks of [[], [[0, 99]], [[2, 6], [4, 8]], [[5, 5]], [[9, 3]], [[50, 60]]] as [number, number][][])
      expect(piecesOf('0123456789', marks).map(({ text }) => text).join('')).toBe('0123456789');
  });
});
