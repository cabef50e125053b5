import { Button, Checkbox, TextInput } from '@mantine/core';
import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { dirOf } from '@/components/dirOf';
import { DayInput } from '@/features/customers/profile/DayInput';
import { addDays, dayKey, useFormat } from '@/lib/format';
import { hubNow } from '@/lib/clock';
import { useFieldError } from '@/lib/http';

import styles from './FollowUp.module.css';
import { TimeInput } from './TimeInput';
import { DAYS, type NamedDay, type useFollowUp } from './useFollowUp';

interface Props {
  follow: ReturnType<typeof useFollowUp>;
  autoFocus?: boolean;
  title?: Ref<HTMLInputElement>;
}

/** What, which day and time, and whether the customer was told so. */
export function FollowUpFields({ follow, autoFocus, title }: Props) {
  const { t } = useTranslation('tasks');
  const fieldError = useFieldError();
  const { step, change, make } = follow;
  return (
    <>
      <TextInput
        ref={title}
        aria-label={t('field.title')}
        placeholder={t('follow.placeholder')}
        maxLength={200}
        autoFocus={autoFocus}
        dir={dirOf(step.title)}
        value={step.title}
        error={fieldError(make.error, 'title')}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Days follow={follow} />
      <Checkbox size="xs" label={t('follow.promised')} checked={step.promise} onChange={(event) => change({ promise: event.currentTarget.checked })} />
    </>
  );
}

function Days({ follow: { step, change, make } }: Pick<Props, 'follow'>) {
  const { t } = useTranslation('tasks');
  const { style } = useFormat();
  const fieldError = useFieldError();
  const other = typeof step.day !== 'string';
  const [asked, ask] = useState(false);
  const offer = () => {
    ask(true);
    change({ day: { on: addDays(dayKey(new Date(hubNow()).toISOString(), style.timeZone), 2) } });
  };
  return (
    <div className={styles.line}>
      {(Object.keys(DAYS) as NamedDay[]).map((one) => (
        <Button key={one} size="compact-sm" variant={one === step.day ? 'light' : 'default'} aria-pressed={one === step.day} onClick={() => change({ day: one })}>
          {t(`quick.${one}`)}
        </Button>
      ))}
      {!other && (
        <Button size="compact-sm" variant="default" aria-label={t('quick.other')} title={t('quick.other')} onClick={offer}>
          <Icon name="calendar" size={14} />
        </Button>
      )}
      <span className={styles.at}>
      {typeof step.day !== 'string' && (
        <span className={styles.day}>
          <DayInput aria-label={t('field.due_on')} autoFocus={asked} value={step.day.on} error={fieldError(make.error, 'due_on')} onChange={(on) => change({ day: { on } })} />
        </span>
      )}
      <span className={styles.time}>
        <TimeInput
          key={make.submittedAt}
          hidden
          label={t('field.due_time')}
          disabled={false}
          value={step.time}
          error={fieldError(make.error, 'due_time')}
          onChange={(time) => change({ time })}
        />
      </span>
      </span>
    </div>
  );
}
