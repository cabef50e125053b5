import { describe, expect, it } from 'vitest';

import type { Entry } from '@/api';

import { audioOf, stateKey } from './audio';

const entry = (recordings: unknown) => ({ facts: { recordings } }) as unknown as Entry;

describe('what an entry tells of recordings', () => {
  it('is read where it is well formed', () => {
    const told = { id: 'a', kind: 'voicemail', state: 'fetched', seconds: 12 };
    expect(audioOf(entry([told, null, 'x', {}]))).toEqual([told]);
    expect(audioOf(entry(undefined))).toEqual([]);
  });

  it('has words for every state', () => {
    expect(stateKey({ kind: 'voicemail', state: 'wanted' })).toBe('state.wanted.voicemail');
    expect(stateKey({ kind: 'recording', state: 'missing', reason: 'unreachable' })).toBe('state.missing.unreachable');
    expect(stateKey({ kind: 'recording', state: 'missing', reason: 'news' })).toBe('state.missing.failed');
    expect(stateKey({ kind: 'recording', state: 'refused', reason: 'truncated' })).toBe('state.refused.truncated');
    expect(stateKey({ kind: 'recording', state: 'erased', reason: null })).toBe('state.erased');
  });
});
