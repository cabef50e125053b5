import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Language } from '@/api';
import { useSession } from '@/lib/session';

import { type DateStyle, dayKey, daysAgo, formatDay, formatMonth, formatTime, formatWeekday } from './dates';
import { formatNumber, formatPercent, toDigits } from './digits';
import { formatClock, formatRelative, formatSpan } from './duration';

/** The formatters bound to the reader's language, calendar and zone. */
export function useFormat() {
  const { t, i18n } = useTranslation('common');
  const user = useSession()?.user;
  const language = i18n.language as Language;
  const calendar = user?.calendar ?? (language === 'fa' ? 'jalali' : 'gregorian');
  const timeZone = user?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return useMemo(() => {
    const style: DateStyle = { language, calendar, timeZone };
    const near = (iso: string) => ({ 0: t('day.today'), 1: t('day.yesterday'), [-1]: t('day.tomorrow') })[daysAgo(iso, timeZone)];
    return {
      style,
      digits: (text: string | number) => toDigits(text, language),
      number: (value: number) => formatNumber(value, language),
      percent: (share: number) => formatPercent(share, language),
      clock: (seconds: number) => formatClock(seconds, language),
      span: (seconds: number) => formatSpan(seconds, language),
      relative: (iso: string) => formatRelative(iso, language),
      time: (iso: string) => formatTime(iso, style),
      day: (iso: string) => formatDay(iso, style),
      month: (iso: string) => formatMonth(iso, style),
      /** `Today, Tuesday 24 November`: the heading of one day in a list. */
      dayHeading: (iso: string) => [near(iso), formatWeekday(iso, style)].filter(Boolean).join(t('day.comma')),
      /** A short place in time for a row: clock today, else yesterday, weekday or day. */
      when: (iso: string) => (daysAgo(iso, timeZone) === 0 ? formatTime(iso, style) : (near(iso) ?? formatDay(iso, style))),
      /** Day and clock time: `yesterday 17:20`, «۳ آذر ۱۰:۳۱». */
      dateTime: (iso: string) => `${near(iso) ?? formatDay(iso, style)} ${formatTime(iso, style)}`,
      dayKey: (iso: string) => dayKey(iso, timeZone),
    };
  }, [t, language, calendar, timeZone]);
}
