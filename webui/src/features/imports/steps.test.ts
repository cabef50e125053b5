import { describe, expect, it } from 'vitest';

import { MAX_BYTES, refusalOf, stepOf } from './steps';

const run = { state: 'uploaded', started_at: null, preview: null } as const;
const preview = { create: 1, update: 0, merge: 0, skip: 0, fail: 0, warn: 0, examples: [] };

describe('the step of an import', () => {
  it('is the one asked for, as far as the import has come', () => {
    expect(stepOf(run, null)).toBe('columns');
    expect(stepOf(run, 'rules')).toBe('rules');
    expect(stepOf(run, 'check')).toBe('rules');
    expect(stepOf({ ...run, state: 'checked', preview }, null)).toBe('check');
    expect(stepOf({ ...run, state: 'checked', preview }, 'columns')).toBe('columns');
  });

  it('is where the work is, whatever the address says', () => {
    expect(stepOf({ ...run, state: 'checking' }, 'columns')).toBe('check');
    expect(stepOf({ ...run, state: 'running', preview }, 'rules')).toBe('result');
    expect(stepOf({ ...run, state: 'undone' }, null)).toBe('result');
  });

  it('goes back to the columns when the check itself failed', () => {
    expect(stepOf({ ...run, state: 'failed' }, null)).toBe('columns');
    expect(stepOf({ ...run, state: 'failed', started_at: '2026-11-22T10:00:00Z' }, null)).toBe('result');
  });
});

describe('a file', () => {
  it('is refused before it travels when the hub would not take it', () => {
    expect(refusalOf({ name: 'مشتریان.CSV', size: 10 })).toBeNull();
    expect(refusalOf({ name: 'a.xlsx', size: MAX_BYTES })).toBeNull();
    expect(refusalOf({ name: 'a.xlsx', size: MAX_BYTES + 1 })).toBe('large');
    expect(refusalOf({ name: 'a.csv', size: 0 })).toBe('empty');
    expect(refusalOf({ name: 'a.xls', size: 10 })).toBe('old');
    expect(refusalOf({ name: 'a.xlsm', size: 10 })).toBe('old');
    expect(refusalOf({ name: 'a.pdf', size: 10 })).toBe('kind');
  });
});
