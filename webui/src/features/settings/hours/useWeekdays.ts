import { useMemo } from 'react';

import { useFormat } from '@/lib/format';

import { dayOrder } from './week';

/** The weekdays (0 is Monday) with their names, in the reader's order. */
export function useWeekdays(): { day: number; name: string }[] {
  const { style } = useFormat();
  return useMemo(() => {
    const names = new Intl.DateTimeFormat(style.language === 'fa' ? 'fa-IR' : 'en-GB', { weekday: 'long', timeZone: 'UTC' });
    // 5 January 1970 was a Monday.
    return dayOrder(style.calendar).map((day) => ({ day, name: names.format(new Date(Date.UTC(1970, 0, 5 + day))) }));
  }, [style]);
}
