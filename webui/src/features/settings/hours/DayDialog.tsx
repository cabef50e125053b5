import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout, Icon } from '@/components';
import { DayInput } from '@/features/customers/profile/DayInput';
import type { HoursCalendar } from '@/features/hours/types';
import { useFormat } from '@/lib/format';
import { ApiProblem, useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { SpanFields } from './DayRow';
import { dayBody } from './days';
import styles from './Hours.module.css';
import type { Chosen } from './SpecialDays';
import { type DayBody, useSaveDay } from './useHours';
import { bodyOf, faultsOf, formOf, MOST_SPANS, newSpan, nextSpan, type SpanRow } from './week';

interface Props {
  calendar: HoursCalendar;
  chosen: Chosen;
  onClose: () => void;
}

/** Adds a special day or changes one: its date, once or every year, closed or with hours of its own. */
export function DayDialog({ calendar, chosen: { day: stored, date: begun }, onClose }: Props) {
  const { t } = useTranslation(['hours', 'common']);
  const { style } = useFormat();
  const fieldError = useFieldError();
  const problem = useProblemText();
  const [current, setCurrent] = useState(stored);
  const [name, setName] = useState(stored?.name ?? '');
  const [date, setDate] = useState(begun);
  const [repeats, setRepeats] = useState<DayBody['repeats']>(stored?.repeats ?? 'once');
  const [spans, setSpans] = useState<SpanRow[]>(() => formOf([stored?.hours ?? []])[0] ?? []);
  const save = useSaveDay(calendar.id, onClose);
  const faults = faultsOf(spans);
  const dated = /^\d{4}-\d{2}-\d{2}$/.test(date);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const hours = bodyOf([spans])[0] ?? [];
    const onError = (error: Error) => {
      if (error instanceof ApiProblem && error.code === 'changed') setCurrent(error.more.current as typeof stored);
    };
    save.mutate({ stored: current, body: dayBody(name.trim(), hours, repeats, date) }, { onError });
  };
  const dateError = dated ? (fieldError(save.error, 'date') ?? fieldError(save.error, 'day')) : t('hours:field.date');
  const calendars = style.calendar === 'jalali' ? (['once', 'jalali', 'gregorian'] as const) : (['once', 'gregorian', 'jalali'] as const);
  return (
    <Modal opened onClose={onClose} title={stored ? t('hours:days.edit', { name: stored.name }) : t('hours:days.add')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form className={page.form} onSubmit={submit}>
        {save.error && !dateError && <Callout tone="bad" alert title={problem(save.error)} />}
        <TextInput data-autofocus label={t('hours:days.name')} maxLength={120} value={name} error={fieldError(save.error, 'name')} onChange={(event) => setName(event.currentTarget.value)} />
        <DayInput label={t('hours:days.date')} value={date} onChange={setDate} error={dateError} />
        <SegmentedControl
          fullWidth
          aria-label={t('hours:days.repeats')}
          value={repeats}
          onChange={(value) => setRepeats(value)}
          data={calendars.map((value) => ({ value, label: t(`hours:days.repeat.${value}`) }))}
        />
        <SegmentedControl
          fullWidth
          aria-label={t('hours:days.open')}
          value={spans.length > 0 ? 'hours' : 'closed'}
          onChange={(value) => setSpans(value === 'hours' ? [newSpan(540, 780)] : [])}
          data={(['closed', 'hours'] as const).map((value) => ({ value, label: t(`hours:days.kind.${value}`) }))}
        />
        {spans.length > 0 && (
          <div className={styles.daySpans}>
            {spans.map((span, place) => (
              <SpanFields
                key={span.key}
                label={t('hours:days.span', { number: place + 1 })}
                span={span}
                disabled={save.isPending}
                fault={(field) => faults[`${place}.${field}`]}
                onChange={(next) => setSpans(spans.map((one) => (one.key === next.key ? next : one)))}
                onRemove={() => setSpans(spans.filter((one) => one !== span))}
              />
            ))}
            <Button variant="subtle" size="xs" leftSection={<Icon name="plus" />} disabled={spans.length >= MOST_SPANS} onClick={() => setSpans([...spans, nextSpan(spans)])}>
              {t('hours:days.addSpan')}
            </Button>
          </div>
        )}
        <div className={page.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!dated || Object.keys(faults).length > 0}>
            {t('common:action.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
