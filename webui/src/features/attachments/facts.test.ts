import { describe, expect, it } from 'vitest';

import { attachmentsOf, sizeOf, stateKey } from './facts';

describe('files of a message', () => {
  it('are those that it tells of, whatever else stands there', () => {
    expect(attachmentsOf({})).toEqual([]);
    expect(attachmentsOf({ attachments: 'x' })).toEqual([]);
    expect(attachmentsOf({ attachments: [null, 1, { id: 'a', state: 'fetched' }] })).toEqual([{ id: 'a', state: 'fetched' }]);
  });

  it('say why they are not there', () => {
    expect(stateKey({ id: 'a', state: 'refused', reason: 'too_large' })).toBe('state.refused.too_large');
    expect(stateKey({ id: 'a', state: 'missing', reason: 'new word' })).toBe('state.missing.failed');
  });

  it('have sizes that people read', () => {
    expect([999, 1500, 2_460_000].map(sizeOf)).toEqual([{ unit: 'bytes', n: 999 }, { unit: 'kb', n: 2 }, { unit: 'mb', n: 2.5 }]);
  });
});
