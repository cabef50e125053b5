import { describe, expect, it } from 'vitest';

import { changesOf } from './profile';

const before = { name: 'Laura', job_title: 'Lead', city: '', language: 'en', note: '' } as const;

describe('a changed profile', () => {
  it('sends only what was changed', () => {
    expect(changesOf(before, { ...before, city: ' Leeds ' })).toEqual({ city: 'Leeds' });
    expect(changesOf(before, { ...before, note: '  ' })).toEqual({});
  });

  it('empties a field with null', () => {
    expect(changesOf(before, { ...before, job_title: '' })).toEqual({ job_title: null });
  });
});
