import { describe, expect, it } from 'vitest';

import { readFilters, withFilters } from './filters';

describe('filters in the address', () => {
  it('come back as they were written', () => {
    const filters = { direction: 'inbound', result: 'missed', mine: true, disposition_id: '01a22d3b-ef30-75eb-b129-5ea4c54207e8' } as const;
    expect(readFilters(withFilters(new URLSearchParams('call=1'), filters))).toEqual(filters);
  });

  it('leave the open call alone and write nothing for any', () => {
    const any = { direction: '', result: '', mine: false, disposition_id: '' } as const;
    expect(withFilters(new URLSearchParams('call=1&mine=true'), any).toString()).toBe('call=1');
  });

  it('ignore what nobody offers', () => {
    expect(readFilters(new URLSearchParams('direction=up&result=1&disposition_id=x'))).toEqual({ direction: '', result: '', mine: false, disposition_id: '' });
  });
});
