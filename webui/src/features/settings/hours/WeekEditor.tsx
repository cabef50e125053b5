import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import type { HoursCalendar } from '@/features/hours/types';
import { useFormat } from '@/lib/format';
import { ApiProblem, http, queryClient, useProblemText } from '@/lib/http';

import { DayRow } from './DayRow';
import styles from './Week.module.css';
import { useWeekdays } from './useWeekdays';
import { bodyOf, copied, DAY, formOf, rangeOf, type WeekForm, weekFaults } from './week';

interface Draft {
  week: WeekForm;
  /** The version that it was begun on; after a 412 the newest. */
  version: number;
}

interface WeekProps {
  week: WeekForm;
  disabled?: boolean;
  onChange: (week: WeekForm) => void;
}

/** Seven days in the reader's order, from midnight to midnight. */
export function WeekRows({ week, disabled = false, onChange }: WeekProps) {
  const { t } = useTranslation('hours');
  const { digits, style } = useFormat();
  const days = useWeekdays();
  const faults = weekFaults(week);
  const of = (day: number) => Object.fromEntries(Object.entries(faults).filter(([path]) => path.startsWith(`${day}.`)).map(([path, code]) => [path.slice(2), code]));
  const night = (day: number) => Math.max(0, ...(week[(day + 6) % 7] ?? []).map((span) => (rangeOf(span)?.[1] ?? 0) - DAY));
  return (
    <div className={styles.week} aria-label={t('week.title')} role="group">
      <div className={styles.scale} aria-hidden="true">
        <span />
        <div>
          {[0, 6, 12, 18, 24].map((hour) => (
            <i key={hour} style={{ insetInlineStart: `${(hour / 24) * 100}%` }}>
              {digits(hour)}
            </i>
          ))}
        </div>
      </div>
      {days.map(({ day, name }) => (
        <DayRow
          key={day}
          name={name}
          free={style.calendar === 'jalali' && day === 4}
          spans={week[day] ?? []}
          night={night(day)}
          faults={of(day)}
          disabled={disabled}
          others={days.filter((other) => other.day !== day)}
          onChange={(spans) => onChange(week.map((before, place) => (place === day ? spans : before)))}
          onCopy={(to) => onChange(copied(week, day, to))}
        />
      ))}
    </div>
  );
}

/** The week of a calendar: changed here, kept when it is saved. What others save meanwhile is told, and overwrites nothing. */
export function WeekEditor({ calendar, readOnly, onDraft }: { calendar: HoursCalendar; readOnly: boolean; onDraft: (week: WeekForm | null) => void }) {
  const { t } = useTranslation(['hours', 'common']);
  const problem = useProblemText();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [stored, setStored] = useState({ version: calendar.version, week: formOf(calendar.week) });
  if (stored.version !== calendar.version) setStored({ version: calendar.version, week: formOf(calendar.week) });
  const change = (next: Draft | null) => {
    setDraft(next);
    onDraft(next?.week ?? null);
  };
  const save = useMutation({
    mutationFn: ({ week, version }: Draft) => http.patch<HoursCalendar>(`/api/hours/${calendar.id}`, { week: bodyOf(week) }, { headers: { 'If-Match': `"${version}"` } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['hours'] });
      change(null);
    },
    onError: (error, { week }) => {
      const current = error instanceof ApiProblem && error.code === 'changed' ? (error.more.current as HoursCalendar) : null;
      if (current) setDraft({ week, version: current.version });
    },
  });
  const week = draft?.week ?? stored.week;
  const faulty = Object.keys(weekFaults(week)).length > 0 || week.every((spans) => spans.length === 0);
  return (
    <>
      {save.error && <Callout tone="bad" alert title={problem(save.error)} />}
      <WeekRows
        week={week}
        disabled={readOnly || save.isPending}
        onChange={(next) => {
          save.reset();
          change({ week: next, version: draft?.version ?? calendar.version });
        }}
      />
      {week.every((spans) => spans.length === 0) && (
        <p className={styles.problem} role="alert">
          {t('hours:field.no_hours')}
        </p>
      )}
      {draft && (
        <div className={styles.save}>
          <span>{t('hours:week.unsaved')}</span>
          <Button
            variant="default"
            onClick={() => {
              save.reset();
              change(null);
            }}
          >
            {t('hours:week.discard')}
          </Button>
          <Button loading={save.isPending} disabled={faulty} onClick={() => save.mutate(draft)}>
            {t('common:action.save')}
          </Button>
        </div>
      )}
    </>
  );
}
