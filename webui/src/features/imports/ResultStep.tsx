import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { Callout, Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import styles from './Imports.module.css';
import { ResultRows } from './ResultRows';
import { isBusy } from './steps';
import type { Import, ImportRow } from './types';
import { useImportCommand } from './useImports';
import { WorkBar } from './WorkBar';

const COUNTS = ['created', 'updated', 'skipped', 'failed', 'warned'] as const;

/** What became of the file: while it runs, and after. It can be undone as a whole. */
export function ResultStep({ run }: { run: Import }) {
  const { t } = useTranslation('imports');
  const { number } = useFormat();
  const problem = useProblemText();
  const command = useImportCommand(run.id);
  const busy = isBusy(run.state);
  return (
    <>
      <div className={styles.body}>
        <div className={styles.step}>
          {busy && <WorkBar run={run} />}
          {command.isError && (
            <Callout tone="bad" alert>
              {problem(command.error)}
            </Callout>
          )}
          {run.error && (
            <Callout tone="bad" title={t('result.stopped')}>
              {run.error}
            </Callout>
          )}
          {run.state === 'undone' && <Undone run={run} />}
          <dl className={styles.tiles} aria-live="polite">
            {COUNTS.filter((name) => name === 'created' || run[name] > 0).map((name) => (
              <div key={name} data-tone={name}>
                <dt>{t(`result.${name}`)}</dt>
                <dd>{number(run[name])}</dd>
              </div>
            ))}
          </dl>
          {!busy && <Told run={run} />}
        </div>
      </div>
      <Foot run={run} command={command} />
    </>
  );
}

function Undone({ run }: { run: Import }) {
  const { t } = useTranslation('imports');
  const { number } = useFormat();
  const { deleted = 0, kept = 0, restored = 0 } = run.undo ?? {};
  return (
    <Callout tone="info" title={t('result.undone')}>
      {t('result.undoneText', { deleted: number(deleted), restored: number(restored), kept: number(kept) })}
    </Callout>
  );
}

/** The rows that did not simply become a customer, by what became of them. */
function Told({ run }: { run: Import }) {
  const { t } = useTranslation('imports');
  const kinds = (['failed', 'warned', 'skipped', 'updated'] as const).filter((kind) => run[kind] > 0);
  const [chosen, setChosen] = useState<ImportRow['state'] | null>(null);
  const state = chosen ?? kinds[0];
  if (!state) return null;
  return (
    <section>
      <div className={styles.between}>
        <h2>{t('result.rows')}</h2>
        {kinds.length > 1 && <SegmentedControl aria-label={t('result.rows')} value={state} onChange={setChosen} data={kinds.map((value) => ({ value, label: t(`result.${value}`) }))} />}
        {run.failed > 0 && (
          <Button variant="default" size="xs" component="a" href={`/api/imports/${run.id}/errors.csv`} download leftSection={<Icon name="download" size={14} />}>
            {t('result.download')}
          </Button>
        )}
      </div>
      <ResultRows key={state} id={run.id} state={state} />
    </section>
  );
}

function Foot({ run, command }: { run: Import; command: ReturnType<typeof useImportCommand> }) {
  const { t } = useTranslation('imports');
  const [asking, setAsking] = useState(false);
  const undoable = ['done', 'cancelled', 'failed'].includes(run.state) && run.created + run.updated > 0;
  if (run.state === 'running')
    return (
      <footer className={styles.foot}>
        <Button variant="default" loading={command.isPending} onClick={() => command.mutate('cancel')}>
          {t('result.cancel')}
        </Button>
        <span className={styles.aside}>{t('result.leave')}</span>
      </footer>
    );
  if (asking)
    return (
      <footer className={styles.foot} role="alertdialog" aria-label={t('result.undo')}>
        <span>{t('result.undoAsk')}</span>
        <Button color="red" loading={command.isPending} onClick={() => command.mutate('undo', { onSettled: () => setAsking(false) })}>
          {t('result.undoYes')}
        </Button>
        <Button variant="default" autoFocus onClick={() => setAsking(false)}>
          {t('result.undoNo')}
        </Button>
      </footer>
    );
  return (
    <footer className={styles.foot}>
      <Button component={Link} to="/customers?sort=-created_at">
        {t('result.see')}
      </Button>
      <Button variant="default" component={Link} to="/imports">
        {t('missing.back')}
      </Button>
      {undoable && (
        <Button variant="default" className={styles.undo} leftSection={<Icon name="arrow-back-up" />} onClick={() => setAsking(true)}>
          {t('result.undo')}
        </Button>
      )}
    </footer>
  );
}
