import { describe, expect, it } from 'vitest';

import { EVERYTHING, filtersOf, fits, isFiltered, queryOf, withFilters } from './filters';
import { entry } from './samples';

const read = (address: string) => filtersOf(new URLSearchParams(address));

describe('filters in the address', () => {
  it('go there and come back, and leave the rest of it alone', () => {
    const filters = { channels: ['call' as const, 'note' as const], direction: 'in' as const, state: 'missed' as const, agentId: 'u1', text: 'کرم' };
    const address = withFilters(new URLSearchParams('at=2026-11-24'), filters);
    expect(filtersOf(address)).toEqual(filters);
    expect(address.get('at')).toBe('2026-11-24');
    expect(withFilters(address, EVERYTHING).toString()).toBe('at=2026-11-24');
  });

  it('are dropped when they are none', () => {
    expect(read('channel=fax,sms&direction=up&state=gone')).toEqual({ ...EVERYTHING, channels: ['sms'] });
    expect(isFiltered(EVERYTHING)).toBe(false);
    expect(isFiltered(read('agent=u1'))).toBe(true);
  });

  it('are what the API is asked', () => {
    expect(queryOf(read('channel=sms,call&text=%20a%20'))).toEqual({ channel: 'call,sms', direction: '', state: '', agent_id: '', q: 'a' });
  });
});

describe('a live entry', () => {
  const mail = entry({ channel: 'email', subject: 'پیش‌فاکتور', text: 'علي ۱۲' });

  it('is shown when every filter takes it', () => {
    expect(fits(mail, EVERYTHING)).toBe(true);
    expect(fits(mail, read('channel=email&direction=in'))).toBe(true);
    expect(fits(mail, read('channel=sms'))).toBe(false);
    expect(fits(mail, read('agent=u1'))).toBe(false);
  });

  it('is found whatever form letters and digits have', () => {
    expect(fits(mail, read('text=علی 12'))).toBe(true);
    expect(fits(mail, read('text=پیشفاکتور'))).toBe(true);
    expect(fits(mail, read('text=علی 13'))).toBe(false);
  });
});
