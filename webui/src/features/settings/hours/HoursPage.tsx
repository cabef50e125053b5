import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Chip, EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { OpenState } from '@/features/hours/OpenState';
import type { HoursCalendar, HoursState } from '@/features/hours/types';
import { useOpenStates } from '@/features/hours/useOpenStates';
import { useSession } from '@/lib/session';

import { DeleteDialog } from '../DeleteDialog';
import page from '../page.module.css';
import { CalendarDialog } from './CalendarDialog';
import { CloseToday, ClosureNote } from './CloseToday';
import styles from './Hours.module.css';
import { SpecialDays } from './SpecialDays';
import { TryMoment } from './TryMoment';
import { useCalendars } from './useHours';
import type { WeekForm } from './week';
import { WeekEditor } from './WeekEditor';

/** The calendars of hours: which are there, and one of them to read and change. */
export function HoursPage() {
  const { t } = useTranslation(['hours', 'settings']);
  const { calendars, isPending, error, refetch } = useCalendars();
  const states = useOpenStates();
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const shown = calendars?.find(({ id }) => id === chosen) ?? calendars?.[0];
  const stateOf = (id: string) => states?.find(({ calendar_id }) => calendar_id === id);
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.hours')}>
        <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          {t('hours:add')}
        </Button>
      </PageHeader>
      <div className={page.body}>
        {isPending && <SkeletonRows rows={3} />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {calendars?.length === 0 && (
          <EmptyState icon="clock" title={t('hours:empty.title')} text={t('hours:empty.text')}>
            <Button onClick={() => setAdding(true)}>{t('hours:add')}</Button>
          </EmptyState>
        )}
        {calendars && calendars.length > 1 && (
          <div className={styles.tabs} role="group" aria-label={t('hours:calendars')}>
            {calendars.map((one) => (
              <button key={one.id} type="button" className={styles.tab} aria-pressed={one.id === shown?.id} onClick={() => setChosen(one.id)}>
                <bdi>{one.name}</bdi>
              </button>
            ))}
          </div>
        )}
        {shown && <CalendarView key={shown.id} calendar={shown} state={stateOf(shown.id)} />}
      </div>
      {adding && <CalendarDialog calendar={null} first={calendars?.length === 0} onClose={() => setAdding(false)} />}
    </div>
  );
}

function CalendarView({ calendar, state }: { calendar: HoursCalendar; state: HoursState | undefined }) {
  const { t } = useTranslation('hours');
  const readOnly = !useSession()?.permissions.includes('hours:manage');
  const [draft, setDraft] = useState<WeekForm | null>(null);
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const keepers = [calendar.lines.length > 0 && t('keptBy.lines', { count: calendar.lines.length }), calendar.teams.length > 0 && t('keptBy.teams', { count: calendar.teams.length })];
  return (
    <div className={styles.calendar}>
      <header className={styles.top}>
        <div className={page.names}>
          <span className={styles.title}>
            <h2 className="pv-cut">
              <bdi>{calendar.name}</bdi>
            </h2>
            {calendar.is_default && <Chip tone="line">{t('default')}</Chip>}
            {!readOnly && (
              <>
                <ActionIcon aria-label={t('editOne', { name: calendar.name })} onClick={() => setOpen('edit')}>
                  <Icon name="edit" />
                </ActionIcon>
                <ActionIcon aria-label={t('deleteOne', { name: calendar.name })} onClick={() => setOpen('delete')}>
                  <Icon name="trash" />
                </ActionIcon>
              </>
            )}
          </span>
          <span className={page.aside}>
            <bdi dir="ltr">{calendar.time_zone}</bdi>
            {keepers.filter(Boolean).map((text) => ` · ${text}`)}
          </span>
        </div>
        <div className={styles.now}>
          {state && <OpenState opening={state.opening} />}
          {!readOnly && <CloseToday calendar={calendar} />}
        </div>
      </header>
      <ClosureNote calendar={calendar} />
      <div className={styles.weekAndTry}>
        <section className={styles.section} aria-labelledby="hours-week">
          <h2 id="hours-week">{t('week.title')}</h2>
          <WeekEditor calendar={calendar} readOnly={readOnly} onDraft={setDraft} />
        </section>
        {!readOnly && <TryMoment calendar={calendar} draft={draft} />}
      </div>
      <SpecialDays calendar={calendar} readOnly={readOnly} />
      {open === 'edit' && <CalendarDialog calendar={calendar} first={false} onClose={() => setOpen(null)} />}
      {open === 'delete' && (
        <DeleteDialog title={t('deleteOne', { name: calendar.name })} text={t('deleteText')} path={`/api/hours/${calendar.id}`} list="hours" onClose={() => setOpen(null)} />
      )}
    </div>
  );
}
