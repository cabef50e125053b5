import { Button, Popover, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout, Icon } from '@/components';
import type { HoursCalendar } from '@/features/hours/types';
import { useOpeningText } from '@/features/hours/useOpeningText';
import { useFieldError, useProblemText } from '@/lib/http';

import styles from './Hours.module.css';
import { useClosing } from './useHours';
import { clockOf, minutesOf } from './week';

/** Closed from now to the day's end with one click; a reason and times, where somebody wants to give them. */
export function CloseToday({ calendar }: { calendar: HoursCalendar }) {
  const { t } = useTranslation('hours');
  const problem = useProblemText();
  const [open, setOpen] = useState(false);
  const close = useClosing(calendar.id, () => setOpen(false));
  if (calendar.closure) {
    return (
      <Button variant="default" loading={close.isPending} onClick={() => close.mutate(null)}>
        {t('closed.takeBack')}
      </Button>
    );
  }
  return (
    <span className={styles.closing}>
      {close.error && !open && <Callout tone="bad" alert title={problem(close.error)} />}
      <Button.Group>
        <Button variant="default" leftSection={<Icon name="ban" />} loading={close.isPending && !open} onClick={() => close.mutate({})}>
          {t('closed.today')}
        </Button>
        <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="xl" radius="md" trapFocus returnFocus width={300}>
          <Popover.Target>
            <Button variant="default" px={8} aria-label={t('closed.more')} aria-expanded={open} onClick={() => setOpen(!open)}>
              <Icon name="chevron-down" size={16} />
            </Button>
          </Popover.Target>
          <Popover.Dropdown aria-label={t('closed.more')}>{open && <ClosingForm close={close} />}</Popover.Dropdown>
        </Popover>
      </Button.Group>
    </span>
  );
}

function ClosingForm({ close }: { close: ReturnType<typeof useClosing> }) {
  const { t } = useTranslation('hours');
  const fieldError = useFieldError();
  const problem = useProblemText();
  const [form, setForm] = useState({ start: '', end: '', reason: '' });
  const sent = (text: string) => (minutesOf(text) === null ? text : clockOf(minutesOf(text) ?? 0));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const { start, end, reason } = form;
    close.mutate({ ...(start && { start: sent(start) }), ...(end && { end: sent(end) }), ...(reason.trim() && { reason: reason.trim() }) });
  };
  const field = (name: 'start' | 'end' | 'reason') => ({
    label: t(`closed.${name}`),
    value: form[name],
    error: fieldError(close.error, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setForm((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <form className={styles.closingForm} onSubmit={submit}>
      {close.error && !fieldError(close.error, 'start') && !fieldError(close.error, 'end') && <Callout tone="bad" alert title={problem(close.error)} />}
      <TextInput {...field('reason')} maxLength={120} data-autofocus />
      <div className={styles.tryFields}>
        <TextInput {...field('start')} dir="ltr" placeholder={t('closed.now')} maxLength={5} />
        <TextInput {...field('end')} dir="ltr" placeholder={t('closed.dayEnd')} maxLength={5} />
      </div>
      <Button type="submit" loading={close.isPending}>
        {t('closed.close')}
      </Button>
    </form>
  );
}

/** That it is closed by hand, until when, why and by whom. */
export function ClosureNote({ calendar }: { calendar: HoursCalendar }) {
  const { t } = useTranslation('hours');
  const { moment } = useOpeningText();
  const { closure } = calendar;
  if (!closure) return null;
  const said = [closure.reason, closure.by && t('closed.by', { name: closure.by.name })].filter(Boolean).join(' · ');
  return (
    <Callout tone="warn" title={t('closed.fromUntil', { start: moment(closure.start), end: moment(closure.end) })}>
      {said}
    </Callout>
  );
}
