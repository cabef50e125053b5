import { SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { DayInput } from '@/features/customers/profile/DayInput';
import { useFormat } from '@/lib/format';

import { QuickDays } from './QuickDays';
import { REMINDERS, type Repeat, REPEATS, repeatOf, ruleOf } from './repeat';
import styles from './Tasks.module.css';
import type { FieldsProps } from './TaskFields';
import { TimeInput } from './TimeInput';

/** When it is due, when to remind of it, and whether it comes again. */
export function DueFields({ draft, onChange, errorOf, locked }: FieldsProps) {
  const { t } = useTranslation('tasks');
  // A day chosen by a button is written into the field, which keeps its own text.
  const [shown, setShown] = useState(0);
  const choose = (due_on: string | null) => {
    onChange({ due_on });
    setShown(shown + 1);
  };
  return (
    <div className={styles.when}>
      <div className={styles.pair}>
        <DayInput key={`${shown}${locked}`} label={t('field.due_on')} value={draft.due_on ?? ''} error={errorOf('due_on')} onChange={(due_on) => onChange({ due_on: due_on || null })} />
        <TimeInput
          key={`t${shown}${draft.due_on === null}`}
          label={t('field.due_time')}
          disabled={!draft.due_on}
          value={draft.due_time}
          error={errorOf('due_time')}
          onChange={(due_time) => onChange({ due_time })}
        />
      </div>
      <QuickDays day={draft.due_on} onDay={choose} onNone={() => choose(null)} />
      {draft.due_on && (
        <>
          <Remind draft={draft} onChange={onChange} errorOf={errorOf} />
          <RepeatField draft={draft} onChange={onChange} errorOf={errorOf} />
        </>
      )}
    </div>
  );
}

function Remind({ draft, onChange, errorOf }: FieldsProps) {
  const { t } = useTranslation('tasks');
  const { number } = useFormat();
  const known = draft.remind_before === null || REMINDERS.includes(draft.remind_before);
  const offered = known || draft.remind_before === null ? REMINDERS : [...REMINDERS, draft.remind_before].sort((a, b) => a - b);
  const whole = draft.due_time === null;
  return (
    <Select
      label={t('field.remind_before')}
      placeholder={t('remind.never')}
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clear') }}
      data={offered.map((minutes) => ({ value: String(minutes), label: remindText(t, minutes, whole, number) }))}
      value={draft.remind_before === null ? null : String(draft.remind_before)}
      error={errorOf('remind_before')}
      onChange={(value) => onChange({ remind_before: value === null ? null : Number(value) })}
    />
  );
}

type T = ReturnType<typeof useTranslation<'tasks'>>['t'];

function remindText(t: T, minutes: number, whole: boolean, number: (value: number) => string): string {
  if (minutes === 0) return t(whole ? 'remind.nine' : 'remind.then');
  if (minutes % 1440 === 0) return t('remind.days', { count: minutes / 1440, number: number(minutes / 1440) });
  return minutes % 60 === 0 ? t('remind.hours', { count: minutes / 60, number: number(minutes / 60) }) : t('remind.minutes', { count: minutes, number: number(minutes) });
}

function RepeatField({ draft, onChange, errorOf }: FieldsProps) {
  const { t } = useTranslation('tasks');
  const { style } = useFormat();
  const repeat = repeatOf(draft.rrule);
  const offered: Repeat[] = repeat === 'own' ? [...REPEATS, 'own'] : REPEATS;
  const own = repeat === 'own' ? draft.rrule : null;
  const choose = (name: string | null) => name !== repeat && name !== 'own' && onChange({ rrule: ruleOf((name ?? 'never') as Repeat, style.calendar) });
  return (
    <>
      <Select
        label={t('field.rrule')}
        allowDeselect={false}
        data={offered.map((value) => ({ value, label: t(`repeat.${value}`) }))}
        value={repeat}
        description={own && <code dir="ltr">{own}</code>}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        error={errorOf('rrule')}
        onChange={choose}
      />
      {draft.rrule && (
        <SegmentedControl
          fullWidth
          aria-label={t('field.repeat_from')}
          data={(['done', 'due'] as const).map((value) => ({ value, label: t(`repeatFrom.${value}`) }))}
          value={draft.repeat_from}
          onChange={(repeat_from) => onChange({ repeat_from })}
        />
      )}
    </>
  );
}
