import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hubNow } from '@/lib/clock';
import { addDays, dayKey, useFormat } from '@/lib/format';

import styles from './Tasks.module.css';

interface Props {
  /** The day that is chosen, or null. */
  day: string | null;
  onDay: (day: string) => void;
  /** Offers to go without a day. */
  onNone?: () => void;
}

/** The days that are chosen most, by one press. */
export function QuickDays({ day, onDay, onNone }: Props) {
  const { t } = useTranslation('tasks');
  const { style } = useFormat();
  const today = dayKey(new Date(hubNow()).toISOString(), style.timeZone);
  const quick = [
    { name: 'today', value: today },
    { name: 'tomorrow', value: addDays(today, 1) },
    { name: 'nextWeek', value: addDays(today, 7) },
  ] as const;
  return (
    <div className={styles.quick}>
      {quick.map(({ name, value }) => (
        <Button key={name} size="compact-xs" variant={day === value ? 'light' : 'default'} aria-pressed={day === value} onClick={() => onDay(value)}>
          {t(`quick.${name}`)}
        </Button>
      ))}
      {onNone && day && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onNone}>
          {t('quick.none')}
        </Button>
      )}
    </div>
  );
}
