import { Button, FileButton, Modal, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Page } from '@/api';
import { Callout, Chip, Icon } from '@/components';
import type { HoursCalendar, HoursImport, HoursImportRow } from '@/features/hours/types';
import { formatDay, useFormat } from '@/lib/format';
import { ApiProblem, http, queryClient, useFieldError, useProblemText } from '@/lib/http';
import { readProblem } from '@/lib/http/problem';

import page from '../page.module.css';
import styles from './Hours.module.css';
import { HoursText } from './HoursText';
import { useImports, useImportStep } from './useHours';

type Outcome = HoursImportRow['outcome'];
const OUTCOMES: Outcome[] = ['add', 'change', 'skip', 'error'];
const TONES: Record<Outcome, string> = { add: 'ok', change: 'accent', skip: 'neutral', error: 'bad' };

async function send(calendarId: string, file: File): Promise<HoursImport> {
  const body = new FormData();
  body.append('file', file, file.name);
  const answer = await fetch(`/api/hours/${calendarId}/imports`, { method: 'POST', body, credentials: 'same-origin', headers: { Accept: 'application/json' } }).catch(() => {
    throw new ApiProblem(0, 'unreachable', 'The hub did not answer.');
  });
  if (!answer.ok) throw await readProblem(answer);
  return (await answer.json()) as HoursImport;
}

/** Holidays out of a file: chosen, looked at, carried out, taken back. */
export function ImportDialog({ calendar, onClose }: { calendar: HoursCalendar; onClose: () => void }) {
  const { t } = useTranslation(['hours', 'common']);
  const problem = useProblemText();
  const fieldError = useFieldError();
  const [made, setMade] = useState<HoursImport | null>(null);
  const upload = useMutation({
    mutationFn: (file: File) => send(calendar.id, file),
    onSuccess: async (found) => {
      setMade(found);
      await queryClient.invalidateQueries({ queryKey: ['hours', calendar.id, 'imports'] });
    },
  });
  const step = useImportStep(calendar.id);
  const go = (id: string, which: 'start' | 'undo') => step.mutate({ id, step: which }, { onSuccess: setMade });
  const error = upload.error ?? step.error;
  return (
    <Modal opened size={760} onClose={onClose} title={t('hours:import.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <div className={page.form}>
        {error && <Callout tone="bad" alert title={fieldError(error, 'file') ?? problem(error)} />}
        {made ? <Outcomes made={made} calendarId={calendar.id} /> : <p className={styles.aside}>{t('hours:import.about')}</p>}
        <div className={page.buttons}>
          {made?.state !== 'done' && (
            <FileButton accept=".ics,.ical,.csv,.txt,.xlsx" onChange={(file) => file && upload.mutate(file)}>
              {(props) => (
                <Button {...props} variant={made ? 'default' : 'filled'} loading={upload.isPending}>
                  {t(made ? 'hours:import.other' : 'hours:import.choose')}
                </Button>
              )}
            </FileButton>
          )}
          {made?.state === 'checked' && (
            <Button loading={step.isPending} disabled={made.counts.add + made.counts.change === 0} onClick={() => go(made.id, 'start')}>
              {t('hours:import.start', { count: made.counts.add + made.counts.change })}
            </Button>
          )}
          {made?.state === 'done' && (
            <>
              <Button variant="default" loading={step.isPending} onClick={() => go(made.id, 'undo')}>
                {t('hours:import.undo')}
              </Button>
              <Button onClick={onClose}>{t('common:action.close')}</Button>
            </>
          )}
        </div>
        {!made && <Earlier calendarId={calendar.id} busy={step.isPending} onUndo={(id) => go(id, 'undo')} />}
      </div>
    </Modal>
  );
}

function Outcomes({ made, calendarId }: { made: HoursImport; calendarId: string }) {
  const { t } = useTranslation('hours');
  const { number } = useFormat();
  const [shown, setShown] = useState<Outcome>(OUTCOMES.find((one) => made.counts[one] > 0) ?? 'add');
  const { data } = useQuery({
    queryKey: ['hours-rows', made.id, shown],
    queryFn: ({ signal }) => http.get<Page<HoursImportRow>>(`/api/hours/${calendarId}/imports/${made.id}/rows`, { signal, query: { outcome: shown, limit: 100 } }),
  });
  return (
    <>
      {made.state !== 'checked' && <Callout tone="info" title={t(`import.state.${made.state as 'done' | 'undone'}`)}>{made.counts.kept > 0 && t('import.kept', { count: made.counts.kept })}</Callout>}
      <SegmentedControl
        fullWidth
        aria-label={t('import.outcomes')}
        value={shown}
        onChange={(value) => setShown(value)}
        data={OUTCOMES.map((value) => ({ value, label: `${t(`import.outcome.${value}`)} ${number(made.counts[value])}` }))}
      />
      <div className={styles.rows}>
        {data?.items.map((row, place) => <ImportRow key={place} row={row} />)}
        {data?.items.length === 0 && <p className={styles.none}>{t('import.noRows')}</p>}
        {data?.next && <p className={styles.none}>{t('import.more')}</p>}
      </div>
    </>
  );
}

function ImportRow({ row }: { row: HoursImportRow }) {
  const { t } = useTranslation('hours');
  const { style, digits } = useFormat();
  const noon = `${row.date}T12:00:00Z`;
  const yearly = row.month !== null && row.day !== null;
  return (
    <div className={styles.importRow}>
      <span className={page.aside}>{t('import.row', { number: digits(row.row) })}</span>
      <span>
        {row.date ? formatDay(noon, { ...style, timeZone: 'UTC' }, 0) : yearly ? t('import.yearly', { month: digits(row.month ?? 0), day: digits(row.day ?? 0) }) : <bdi>{row.text}</bdi>}
      </span>
      <span className="pv-cut">
        <bdi>{row.name}</bdi>
        {row.outcome !== 'error' && <small className={page.aside}> {row.hours.length > 0 ? <HoursText spans={row.hours} /> : t('days.closed')}</small>}
        {row.was && row.outcome === 'change' && <small className={page.aside}> {t('import.was', { name: row.was })}</small>}
      </span>
      {row.code ? <Chip tone={TONES[row.outcome]}>{t(`import.code.${row.code}`, { defaultValue: row.code })}</Chip> : <span />}
    </div>
  );
}

/** Imports of before, which can still be taken back. */
function Earlier({ calendarId, busy, onUndo }: { calendarId: string; busy: boolean; onUndo: (id: string) => void }) {
  const { t } = useTranslation('hours');
  const { dateTime } = useFormat();
  const done = useImports(calendarId).filter(({ state }) => state === 'done');
  if (done.length === 0) return null;
  return (
    <section className={styles.earlier}>
      <h3>{t('import.earlier')}</h3>
      {done.slice(0, 5).map((one) => (
        <div key={one.id} className={styles.earlierRow}>
          <Icon name="history" size={16} />
          <span className="pv-cut">
            <bdi>{one.name}</bdi>
            <small className={page.aside}> {[dateTime(one.updated_at), one.by?.name].filter(Boolean).join(' · ')}</small>
          </span>
          <Button variant="default" size="xs" disabled={busy} onClick={() => onUndo(one.id)}>
            {t('import.undo')}
          </Button>
        </div>
      ))}
    </section>
  );
}
