import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { DayInput } from '@/features/customers/profile/DayInput';
import { OpenState } from '@/features/hours/OpenState';
import type { HoursCalendar, Opening } from '@/features/hours/types';
import { useOpeningText } from '@/features/hours/useOpeningText';
import { dayKey, startOfDay, useFormat } from '@/lib/format';
import { hubNow } from '@/lib/clock';
import { http } from '@/lib/http';

import styles from './Hours.module.css';
import { bodyOf, clockOf, minutesOf, type WeekForm } from './week';

/** What holds at a moment of the calendar's own zone, also by hours that are not saved yet. */
export function TryMoment({ calendar, draft }: { calendar: HoursCalendar; draft: WeekForm | null }) {
  const { t } = useTranslation('hours');
  const { digits } = useFormat();
  const { moment } = useOpeningText();
  const zone = calendar.time_zone;
  const [day, setDay] = useState(() => dayKey(new Date(hubNow()).toISOString(), zone));
  const [time, setTime] = useState('10:00');
  const minutes = minutesOf(time);
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(day) && minutes !== null && minutes < 1440;
  const at = valid ? momentIn(day, minutes, zone) : null;
  const [asked] = useDebouncedValue(draft ? { at, week: bodyOf(draft) } : { at }, 250);
  const { data, error } = useQuery({
    queryKey: ['hours', calendar.id, 'try', calendar.version, asked],
    enabled: asked.at !== null,
    retry: false,
    queryFn: ({ signal }) => http.post<Opening>(`/api/hours/${calendar.id}/try`, asked, { signal }),
    placeholderData: (before) => before,
  });
  const from = at ? Date.parse(at) : hubNow();
  return (
    <section className={styles.try} aria-label={t('try.title')}>
      <h3>{t('try.title')}</h3>
      <div className={styles.tryFields}>
        <DayInput label={t('try.day')} value={day} onChange={setDay} />
        <TextInput label={t('try.time')} dir="ltr" inputMode="numeric" maxLength={5} value={digits(time)} onChange={(event) => setTime(event.currentTarget.value)} onBlur={() => minutes !== null && setTime(clockOf(minutes))} error={minutes === null ? t('field.clock') : undefined} />
      </div>
      <div className={styles.tried} aria-live="polite">
        {error && <p className={styles.aside}>{t('try.faulty')}</p>}
        {!error && data && at && (
          <>
            <OpenState opening={data} from={from} />
            <dl className={styles.facts}>
              <dt>{t('try.why')}</dt>
              <dd>{data.name && data.why !== 'closed_today' ? `${t(`why.${data.why}`)}: ${data.name}` : t(`why.${data.why}`)}</dd>
              <dt>{t('try.nextOpen')}</dt>
              <dd>{data.next_open ? moment(data.next_open, from) : t('try.never')}</dd>
              <dt>{t('try.nextClose')}</dt>
              <dd>{data.next_close ? moment(data.next_close, from) : t('try.never')}</dd>
            </dl>
          </>
        )}
      </div>
    </section>
  );
}

/** The instant at which the wall clock of a zone shows this. */
function momentIn(day: string, minutes: number, zone: string): string {
  const start = Date.parse(startOfDay(day, zone));
  const plain = start + minutes * 60_000;
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(plain);
  const [hour = 0, minute = 0] = shown.split(':').map(Number);
  const apart = minutes - (hour * 60 + minute);
  return new Date(plain + (Math.abs(apart) <= 180 ? apart : 0) * 60_000).toISOString();
}
