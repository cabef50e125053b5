import { ActionIcon, SegmentedControl, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Calendar } from '@/api';
import { addDays, type CalendarDay, dayIn, dayKey, formatMonth, formatWeekday, monthGrid, monthStart, parseDay, toAscii, useFormat } from '@/lib/format';

import styles from './DatePicker.module.css';
import { Icon } from './Icon';

interface Props {
  /** `2026-11-24`, or null. */
  value: string | null;
  onChange: (day: string) => void;
}

const noon = (day: string) => `${day}T12:00:00Z`;
const STEPS: Record<string, number> = { ArrowDown: 7, ArrowUp: -7 };

/** A day from either calendar: written, or chosen from a month by pointer or arrow keys. */
export function DatePicker({ value, onChange }: Props) {
  const { t } = useTranslation('common');
  const { style } = useFormat();
  const [calendar, setCalendar] = useState<Calendar>(style.calendar);
  const today = dayKey(new Date().toISOString(), style.timeZone);
  const [day, setDay] = useState(value ?? today);
  return (
    <div className={styles.picker}>
      <SegmentedControl
        fullWidth
        aria-label={t('date.calendar')}
        value={calendar}
        onChange={setCalendar}
        data={(['jalali', 'gregorian'] as const).map((name) => ({ value: name, label: t(`date.${name}`) }))}
      />
      <Written calendar={calendar} onChange={onChange} />
      <Month calendar={calendar} day={day} chosen={value} today={today} onMove={setDay} onChange={onChange} />
    </div>
  );
}

function Written({ calendar, onChange }: { calendar: Calendar; onChange: (day: string) => void }) {
  const { t } = useTranslation('common');
  const { digits } = useFormat();
  const [text, setText] = useState('');
  const found = parseDay(toAscii(text));
  return (
    <TextInput
      size="sm"
      dir="ltr"
      aria-label={t('date.write')}
      placeholder={digits(calendar === 'jalali' ? '1405/09/03' : '2026-11-24')}
      value={text}
      error={text.trim().length >= 8 && !found ? t('date.wrong') : undefined}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.code !== 'Enter' && event.code !== 'NumpadEnter') return;
        event.preventDefault();
        if (found) onChange(found);
      }}
    />
  );
}

interface MonthProps {
  calendar: Calendar;
  day: string;
  chosen: string | null;
  today: string;
  onMove: (day: string) => void;
  onChange: (day: string) => void;
}

function Month({ calendar, day, chosen, today, onMove, onChange }: MonthProps) {
  const { t } = useTranslation('common');
  const { style, digits } = useFormat();
  const shown = { ...style, calendar, timeZone: 'UTC' };
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const weeks = monthGrid(day, calendar);
  const month = dayIn(day, calendar).month;
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    moved.current = false;
  }, [day]);
  const turn = (months: number) => onMove(sameDay(day, calendar, months));
  const onKeyDown = (event: KeyboardEvent) => {
    const side = document.dir === 'rtl' ? -1 : 1;
    const step = { ...STEPS, ArrowRight: side, ArrowLeft: -side }[event.code];
    const months = { PageDown: 1, PageUp: -1 }[event.code];
    if (step === undefined && months === undefined) return;
    event.preventDefault();
    moved.current = true;
    if (months === undefined) onMove(addDays(day, step ?? 0));
    else turn(months);
  };
  const nameOf = (one: string) => formatWeekday(noon(one), shown, 0);
  const cell = (one: string) => ({
    type: 'button' as const,
    tabIndex: one === day ? 0 : -1,
    'aria-label': nameOf(one),
    'aria-pressed': one === chosen,
    'data-today': one === today,
    'data-other': dayIn(one, calendar).month !== month,
    'data-free': calendar === 'jalali' && new Date(noon(one)).getUTCDay() === 5,
    onClick: () => onChange(one),
  });
  return (
    <div>
      <div className={styles.head}>
        <ActionIcon aria-label={t('date.previous')} onClick={() => turn(-1)}>
          <Icon name="chevron-left" mirror />
        </ActionIcon>
        <b aria-live="polite">{formatMonth(noon(day), shown)}</b>
        <ActionIcon aria-label={t('date.next')} onClick={() => turn(1)}>
          <Icon name="chevron-right" mirror />
        </ActionIcon>
      </div>
      <table ref={grid} className={styles.grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {weeks[0]?.map((one) => (
              <th key={one} scope="col" abbr={weekdayOf(one, style.language, 'long')}>
                {weekdayOf(one, style.language, 'narrow')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((one) => (
                <td key={one}>
                  <button {...cell(one)}>{digits(dayIn(one, calendar).day)}</button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function weekdayOf(day: string, language: string, length: 'long' | 'narrow'): string {
  return new Intl.DateTimeFormat(language === 'fa' ? 'fa-IR' : 'en-GB', { weekday: length, timeZone: 'UTC' }).format(new Date(noon(day)));
}

/** The same day of another month, or that month's last. */
function sameDay(day: string, calendar: Calendar, months: number): string {
  const start = monthStart(day, calendar, months);
  const wanted: CalendarDay = dayIn(day, calendar);
  const moved = addDays(start, wanted.day - 1);
  return dayIn(moved, calendar).month === dayIn(start, calendar).month ? moved : addDays(monthStart(start, calendar, 1), -1);
}
