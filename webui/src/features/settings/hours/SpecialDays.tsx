import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout, Chip, Icon, SkeletonRows } from '@/components';
import type { HoursCalendar, SpecialDay, SpecialDayOn } from '@/features/hours/types';
import { addDays, dayIn, dayKey, formatDay, useFormat } from '@/lib/format';
import { hubNow } from '@/lib/clock';
import { useProblemText } from '@/lib/http';

import { DeleteDialog } from '../DeleteDialog';
import page from '../page.module.css';
import { DayDialog } from './DayDialog';
import { countingDays, dayBody, yearBounds } from './days';
import styles from './Hours.module.css';
import { ImportDialog } from './ImportDialog';
import { MonthMarks } from './MonthMarks';
import { HoursText } from './HoursText';
import { useDays, useSaveDay } from './useHours';

export interface Chosen {
  day: SpecialDay | null;
  date: string;
}

interface RowProps {
  on: SpecialDayOn;
  readOnly: boolean;
  onShow: () => void;
  onEdit: () => void;
  onDelete: () => void;
  onMove: (days: number) => void;
}

function Row({ on: { date, day, counts }, readOnly, onShow, onEdit, onDelete, onMove }: RowProps) {
  const { t } = useTranslation('hours');
  const { style } = useFormat();
  const noon = `${date}T12:00:00Z`;
  const shown = { ...style, timeZone: 'UTC' };
  const weekday = new Intl.DateTimeFormat(style.language === 'fa' ? 'fa-IR' : 'en-GB', { weekday: 'long', timeZone: 'UTC' }).format(new Date(noon));
  return (
    <article className={[page.row, styles.dayRow].join(' ')} data-off={!counts}>
      <button type="button" className={styles.date} onClick={onShow}>
        <b>{formatDay(noon, shown, Date.parse(noon))}</b>
        <span className={page.aside}>{weekday}</span>
      </button>
      <div className={page.names}>
        <b className="pv-cut">
          <bdi>{day.name}</bdi>
        </b>
        <span className={page.aside}>
          {day.hours.length > 0 ? <HoursText spans={day.hours} /> : t('days.closed')}
          {!counts && ` · ${t('days.overruled')}`}
        </span>
      </div>
      <span className={page.wide}>{day.repeats !== 'once' && <Chip tone="line">{t(`days.yearly.${day.repeats}`)}</Chip>}</span>
      {!readOnly && (
        <div className={page.actions}>
          {day.repeats === 'once' && (
            <span className={page.wide}>
              <ActionIcon aria-label={t('days.earlier', { name: day.name })} title={t('days.earlierShort')} onClick={() => onMove(-1)}>
                <Icon name="chevron-left" mirror />
              </ActionIcon>
              <ActionIcon aria-label={t('days.later', { name: day.name })} title={t('days.laterShort')} onClick={() => onMove(1)}>
                <Icon name="chevron-right" mirror />
              </ActionIcon>
            </span>
          )}
          <ActionIcon aria-label={t('days.edit', { name: day.name })} onClick={onEdit}>
            <Icon name="edit" />
          </ActionIcon>
          <ActionIcon aria-label={t('days.delete', { name: day.name })} onClick={onDelete}>
            <Icon name="trash" />
          </ActionIcon>
        </div>
      )}
    </article>
  );
}

/** Holidays and other special days of a year, as a list and in the reader's months. */
export function SpecialDays({ calendar, readOnly }: { calendar: HoursCalendar; readOnly: boolean }) {
  const { t } = useTranslation('hours');
  const { style, digits } = useFormat();
  const problem = useProblemText();
  const today = dayKey(new Date(hubNow()).toISOString(), calendar.time_zone);
  const [shown, setShown] = useState(today);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [deleting, setDeleting] = useState<SpecialDay | null>(null);
  const [importing, setImporting] = useState(false);
  const year = dayIn(shown, style.calendar).year;
  const { first, last } = yearBounds(year, style.calendar);
  const { data, error } = useDays(calendar.id, first, last);
  const move = useSaveDay(calendar.id, () => undefined);
  const counting = countingDays(data?.items);
  const turn = (by: number) => setShown(by > 0 ? addDays(last, 1) : yearBounds(year - 1, style.calendar).first);
  return (
    <section className={styles.section} aria-labelledby="hours-days">
      <header className={styles.head}>
        <h2 id="hours-days">{t('days.title')}</h2>
        <span className={styles.year}>
          <ActionIcon aria-label={t('days.previousYear')} onClick={() => turn(-1)}>
            <Icon name="chevron-left" mirror />
          </ActionIcon>
          <b aria-live="polite">{digits(year)}</b>
          <ActionIcon aria-label={t('days.nextYear')} onClick={() => turn(1)}>
            <Icon name="chevron-right" mirror />
          </ActionIcon>
        </span>
        {!readOnly && (
          <span className={styles.headActions}>
            <Button variant="default" leftSection={<Icon name="file-import" />} onClick={() => setImporting(true)}>
              {t('import.open')}
            </Button>
            <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setChosen({ day: null, date: shown })}>
              {t('days.add')}
            </Button>
          </span>
        )}
      </header>
      {(error ?? move.error) && <Callout tone="bad" alert title={problem(error ?? move.error)} />}
      <div className={styles.days}>
        <div className={styles.dayList}>
          {!data && !error && <SkeletonRows rows={4} />}
          {data?.items.length === 0 && <p className={styles.none}>{t('days.none', { year: digits(year) })}</p>}
          {data && data.items.length > 0 && (
            <div className={page.list}>
              {data.items.map((on) => (
                <Row
                  key={`${on.date} ${on.day.id}`}
                  on={on}
                  readOnly={readOnly}
                  onShow={() => setShown(on.date)}
                  onEdit={() => setChosen({ day: on.day, date: on.date })}
                  onDelete={() => setDeleting(on.day)}
                  onMove={(by) => move.mutate({ stored: on.day, body: dayBody(on.day.name, on.day.hours, 'once', addDays(on.date, by)) })}
                />
              ))}
            </div>
          )}
        </div>
        <MonthMarks
          calendar={calendar}
          counting={counting}
          day={shown}
          today={today}
          onMove={setShown}
          {...(!readOnly && { onChoose: (date: string) => setChosen({ day: counting.get(date) ?? null, date }) })}
        />
      </div>
      {chosen && <DayDialog key={`${chosen.date} ${chosen.day?.id ?? ''}`} calendar={calendar} chosen={chosen} onClose={() => setChosen(null)} />}
      {importing && <ImportDialog calendar={calendar} onClose={() => setImporting(false)} />}
      {deleting && (
        <DeleteDialog
          title={t('days.delete', { name: deleting.name })}
          text={t(deleting.repeats === 'once' ? 'days.deleteText' : 'days.deleteYearly')}
          path={`/api/hours/${calendar.id}/days/${deleting.id}`}
          list="hours"
          onClose={() => setDeleting(null)}
        />
      )}
    </section>
  );
}
