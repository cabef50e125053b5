import { Button, Checkbox, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout, Icon } from '@/components';
import { dirOf } from '@/components/dirOf';
import { addDays, dayKey, useFormat } from '@/lib/format';
import { hubNow } from '@/lib/clock';
import { useFieldError, useProblemText } from '@/lib/http';
import { useSession } from '@/lib/session';

import { useMakeTask } from './actions';
import styles from './FollowUp.module.css';
import { TimeInput } from './TimeInput';

interface Props {
  /** What it came from; its customer is then known by itself. */
  callId?: string;
  customerId?: string;
  autoFocus?: boolean;
  onClose?: () => void;
}

const DAYS = { today: 0, tomorrow: 1, nextWeek: 7 } as const;
type Day = keyof typeof DAYS;

/** A promise or follow-up in one line: what, which day, and whether the customer was told so. */
export function FollowUp({ callId, customerId, autoFocus, onClose }: Props) {
  const { t } = useTranslation(['tasks', 'common']);
  const { style } = useFormat();
  const problem = useProblemText();
  const fieldError = useFieldError();
  const me = useSession()?.user.id;
  const [title, setTitle] = useState('');
  const [day, setDay] = useState<Day>('today');
  const [time, setTime] = useState<string | null>(null);
  const [promise, setPromise] = useState(true);
  const make = useMakeTask();
  const ready = title.trim() !== '' && !make.isPending;
  const save = () => {
    const due_on = addDays(dayKey(new Date(hubNow()).toISOString(), style.timeZone), DAYS[day]);
    const origin = callId ? { call_id: callId } : { customer_id: customerId };
    make.mutate({ title: title.trim(), due_on, due_time: time, promise, assignee_id: me, ...origin }, { onSuccess: () => setTitle('') });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code !== 'Escape' || !onClose) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <form
      className={styles.form}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) save();
      }}
    >
      <TextInput
        aria-label={t('tasks:field.title')}
        placeholder={t('tasks:follow.placeholder')}
        maxLength={200}
        autoFocus={autoFocus}
        dir={dirOf(title)}
        value={title}
        error={fieldError(make.error, 'title')}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <div className={styles.line}>
        {(Object.keys(DAYS) as Day[]).map((one) => (
          <Button key={one} size="compact-sm" variant={one === day ? 'light' : 'default'} aria-pressed={one === day} onClick={() => setDay(one)}>
            {t(`tasks:quick.${one}`)}
          </Button>
        ))}
        <span className={styles.time}>
          <TimeInput key={make.submittedAt} hidden label={t('tasks:field.due_time')} disabled={false} value={null} error={fieldError(make.error, 'due_time')} onChange={setTime} />
        </span>
      </div>
      <div className={styles.line}>
        <Checkbox size="xs" label={t('tasks:follow.promised')} checked={promise} onChange={(event) => setPromise(event.currentTarget.checked)} />
        <span className={styles.end}>
          {onClose && (
            <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
              {t('common:action.close')}
            </Button>
          )}
          <Button type="submit" size="xs" disabled={!ready} loading={make.isPending}>
            {t('tasks:add')}
          </Button>
        </span>
      </div>
      <div role="status">
        {make.isSuccess && title === '' && (
          <p className={styles.made}>
            <Icon name="circle-check" size={14} />
            <span className="pv-cut">{t('tasks:follow.made', { title: make.data.title })}</span>
          </p>
        )}
      </div>
      {make.error && (
        <Callout tone="bad" alert>
          {problem(make.error)}
        </Callout>
      )}
    </form>
  );
}
