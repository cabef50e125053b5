import { Button, FileButton, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { SuppressionImport } from '@/api';
import { Callout, Chip } from '@/components';
import { useFormat } from '@/lib/format';
import { useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import styles from './Suppressions.module.css';
import { REASONS, type Reason, useImport, useUndo } from './useSuppressions';

const TONES = { add: 'ok', skip: 'neutral', error: 'bad' } as const;

/** Addresses out of a file: looked at, suppressed, taken back. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['consent', 'common']);
  const problem = useProblemText();
  const fieldError = useFieldError();
  const [file, setFile] = useState<File | null>(null);
  const [reason, setReason] = useState<Reason>('manual');
  const bring = useImport();
  const undo = useUndo();
  const found = bring.data;
  const done = found?.import_id ?? null;
  const error = bring.error ?? undo.error;
  const look = (next: File | null, why: Reason) => {
    setFile(next);
    setReason(why);
    if (next) bring.mutate({ file: next, reason: why, start: false });
  };
  return (
    <Modal opened size={720} onClose={onClose} title={t('consent:import.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <div className={page.form}>
        {error && <Callout tone="bad" alert title={fieldError(error, 'file') ?? problem(error)} />}
        {!found && <p className={page.aside}>{t('consent:import.about')}</p>}
        <Select
          label={t('consent:field.reason')}
          allowDeselect={false}
          disabled={done !== null}
          data={REASONS.map((value) => ({ value, label: t(`consent:reason.${value}`) }))}
          value={reason}
          onChange={(value) => value && look(file, value)}
        />
        {undo.isSuccess ? <Callout tone="info" title={t('consent:import.undone')} /> : found && <Outcomes found={found} />}
        <div className={page.buttons}>
          {done === null ? (
            <>
              <FileButton accept=".csv,.txt,.xlsx" onChange={(next) => look(next, reason)}>
                {(props) => (
                  <Button {...props} variant={found ? 'default' : 'filled'} loading={bring.isPending}>
                    {t(found ? 'consent:import.other' : 'consent:import.choose')}
                  </Button>
                )}
              </FileButton>
              {found && file && (
                <Button loading={bring.isPending} disabled={found.add === 0} onClick={() => bring.mutate({ file, reason, start: true })}>
                  {t('consent:import.start', { count: found.add })}
                </Button>
              )}
            </>
          ) : (
            <>
              {!undo.isSuccess && (
                <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate({ id: done, why: t('consent:import.undoWhy') })}>
                  {t('consent:import.undo')}
                </Button>
              )}
              <Button onClick={onClose}>{t('common:action.close')}</Button>
            </>
          )}
        </div>
      </div>
    </Modal>
  );
}

function Outcomes({ found }: { found: SuppressionImport }) {
  const { t } = useTranslation('consent');
  const { number, digits } = useFormat();
  return (
    <>
      {found.import_id && <Callout tone="info" title={t('import.done', { count: found.add })} />}
      <p className={styles.counts}>
        {(['add', 'skip', 'error'] as const).map((outcome) => (
          <Chip key={outcome} tone={TONES[outcome]}>
            {t(`import.outcome.${outcome}`)} {number(found[outcome])}
          </Chip>
        ))}
      </p>
      <ul className={styles.rows} tabIndex={0} aria-label={t('import.rows')}>
        {found.rows.map((row) => (
          <li key={row.row}>
            <span className={page.aside}>{t('import.row', { number: digits(row.row) })}</span>
            <bdi dir="ltr" className="pv-cut">
              {row.text}
            </bdi>
            <Chip tone={TONES[row.outcome]}>{row.code ? t(`import.code.${row.code}`, { defaultValue: row.code }) : t(`import.outcome.${row.outcome}`)}</Chip>
          </li>
        ))}
      </ul>
    </>
  );
}
