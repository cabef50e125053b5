import { ActionIcon } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import type { HoursCalendar, SpecialDay } from '@/features/hours/types';
import { addDays, dayIn, formatMonth, formatWeekday, monthGrid, monthStart, useFormat } from '@/lib/format';

import { usualHours } from './days';
import styles from './Month.module.css';

interface Props {
  calendar: HoursCalendar;
  counting: Map<string, SpecialDay>;
  day: string;
  today: string;
  onMove: (day: string) => void;
  /** Left out: the dates are only read. */
  onChoose?: (day: string) => void;
}

const noon = (day: string) => `${day}T12:00:00Z`;

/** A month in the reader's calendar: which dates are closed, which have hours of their own, which are days off. */
export function MonthMarks({ calendar, counting, day, today, onMove, onChoose }: Props) {
  const { t } = useTranslation(['hours', 'common']);
  const { style, digits } = useFormat();
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const shown = { ...style, timeZone: 'UTC' };
  const weeks = monthGrid(day, style.calendar);
  const month = dayIn(day, style.calendar).month;
  const weekdays = new Intl.DateTimeFormat(style.language === 'fa' ? 'fa-IR' : 'en-GB', { weekday: 'narrow', timeZone: 'UTC' });
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    moved.current = false;
  }, [day]);
  const onKeyDown = (event: KeyboardEvent) => {
    const side = document.dir === 'rtl' ? -1 : 1;
    const step = { ArrowDown: 7, ArrowUp: -7, ArrowRight: side, ArrowLeft: -side }[event.code];
    const months = { PageDown: 1, PageUp: -1 }[event.code];
    if (step === undefined && months === undefined) return;
    event.preventDefault();
    moved.current = true;
    onMove(step === undefined ? monthStart(day, style.calendar, months) : addDays(day, step));
  };
  const kindOf = (one: string) => {
    const special = counting.get(one);
    if (special) return special.hours.length > 0 ? 'special' : 'closed';
    return usualHours(calendar, one).length > 0 ? 'open' : 'off';
  };
  const cell = (one: string) => {
    const kind = kindOf(one);
    const name = counting.get(one)?.name;
    const label = [formatWeekday(noon(one), shown, 0), t(`hours:month.${kind}`), name].filter(Boolean).join(', ');
    return (
      <button
        type="button"
        tabIndex={one === day ? 0 : -1}
        className={styles.cell}
        data-kind={kind}
        data-today={one === today}
        data-chosen={one === day}
        data-other={dayIn(one, style.calendar).month !== month}
        aria-label={label}
        title={name}
        onClick={() => {
          onMove(one);
          onChoose?.(one);
        }}
      >
        {digits(dayIn(one, style.calendar).day)}
      </button>
    );
  };
  return (
    <aside className={styles.month} aria-label={t('hours:month.title')}>
      <div className={styles.head}>
        <ActionIcon aria-label={t('common:date.previous')} onClick={() => onMove(monthStart(day, style.calendar, -1))}>
          <Icon name="chevron-left" mirror />
        </ActionIcon>
        <b aria-live="polite">{formatMonth(noon(day), shown)}</b>
        <ActionIcon aria-label={t('common:date.next')} onClick={() => onMove(monthStart(day, style.calendar, 1))}>
          <Icon name="chevron-right" mirror />
        </ActionIcon>
      </div>
      <table ref={grid} className={styles.grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {weeks[0]?.map((one) => (
              <th key={one} scope="col">
                {weekdays.format(new Date(noon(one)))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((one) => (
                <td key={one}>{cell(one)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={styles.legend}>
        {(['closed', 'special', 'off'] as const).map((kind) => (
          <li key={kind}>
            <i data-kind={kind} aria-hidden="true" />
            {t(`hours:month.${kind}`)}
          </li>
        ))}
      </ul>
    </aside>
  );
}
