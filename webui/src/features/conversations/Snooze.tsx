import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { DayInput } from '@/features/customers/profile/DayInput';
import { TimeInput } from '@/features/tasks/TimeInput';
import { hubNow } from '@/lib/clock';
import { addDays, instantOf, useFormat } from '@/lib/format';

import styles from './Conversations.module.css';

const HOUR = 3_600_000;
const MORNING = '09:00';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Puts it off: by one press, or until a day and time. */
export function Snooze({ onUntil }: { onUntil: (until: string) => void }) {
  const { t } = useTranslation('conversations');
  const { style, dayKey, dateTime } = useFormat();
  const today = dayKey(new Date(hubNow()).toISOString());
  const [day, setDay] = useState(addDays(today, 2));
  const [time, setTime] = useState<string | null>(MORNING);
  const quick = [
    { name: 'hour', at: new Date(hubNow() + HOUR).toISOString() },
    { name: 'hours', at: new Date(hubNow() + 3 * HOUR).toISOString() },
    { name: 'tomorrow', at: instantOf(addDays(today, 1), MORNING, style.timeZone) },
    { name: 'week', at: instantOf(addDays(today, 7), MORNING, style.timeZone) },
  ] as const;
  const chosen = DAY.test(day) && time !== null ? instantOf(day, time, style.timeZone) : null;
  return (
    <div className={styles.form}>
      <ul className={styles.quick}>
        {quick.map(({ name, at }) => (
          <li key={name}>
            <button type="button" onClick={() => onUntil(at)}>
              <span>{t(`snooze.${name}`)}</span>
              <span className={styles.time}>{dateTime(at)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.own}>
        <DayInput size="xs" aria-label={t('snooze.day')} value={day} onChange={setDay} />
        <TimeInput label={t('snooze.time')} hidden disabled={false} value={time} error={undefined} onChange={setTime} />
        <Button size="xs" disabled={chosen === null} onClick={() => chosen !== null && onUntil(chosen)}>
          {t('snooze.set')}
        </Button>
      </div>
    </div>
  );
}
