import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { DayInput } from '@/features/customers/profile/DayInput';
import { TimeInput } from '@/features/tasks/TimeInput';
import { instantOf, useFormat } from '@/lib/format';

import styles from './Messages.module.css';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MORNING = '09:00';

/** When a message is to go; null: at once. */
export function useWhen() {
  const { style, dayKey } = useFormat();
  const [plan, setPlan] = useState<{ day: string; time: string | null } | null>(null);
  const whole = plan !== null && DAY.test(plan.day) && plan.time !== null;
  const at = () => (plan?.time && whole ? instantOf(plan.day, plan.time, style.timeZone) : null);
  return {
    plan,
    setPlan,
    at,
    chosen: plan !== null,
    ready: plan === null || whole,
    begin: () => setPlan({ day: dayKey(new Date(Date.now() + 86_400_000).toISOString()), time: MORNING }),
  };
}

/** Chooses another time than now. */
export function When({ when }: { when: ReturnType<typeof useWhen> }) {
  const { t } = useTranslation('messages');
  const { plan, setPlan } = when;
  if (plan === null) {
    return (
      <Button size="xs" variant="default" leftSection={<Icon name="clock" size={14} />} onClick={when.begin}>
        {t('later')}
      </Button>
    );
  }
  return (
    <span className={styles.when}>
      <DayInput size="xs" aria-label={t('day')} value={plan.day} onChange={(day) => setPlan({ ...plan, day })} />
      <TimeInput label={t('time')} hidden disabled={false} value={plan.time} error={undefined} onChange={(time) => setPlan({ ...plan, time })} />
      <Button size="xs" variant="subtle" color="gray" onClick={() => setPlan(null)}>
        {t('notLater')}
      </Button>
    </span>
  );
}
