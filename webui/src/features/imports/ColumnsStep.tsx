import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { useFormat } from '@/lib/format';

import { ChangeProblem } from './ChangeProblem';
import styles from './Imports.module.css';
import { MappingTable } from './MappingTable';
import { ReadingForm } from './ReadingForm';
import type { Step } from './steps';
import type { Import } from './types';
import { useChangeImport } from './useImports';

/** How the file was read, and what its columns are. */
export function ColumnsStep({ run, onStep }: { run: Import; onStep: (step: Step) => void }) {
  const { t } = useTranslation('imports');
  const { number } = useFormat();
  const change = useChangeImport(run.id);
  const targets = run.columns.map(({ target }) => target);
  const reachable = targets.includes('phone') || targets.includes('email');
  const named = ['name', 'first_name', 'last_name'].some((name) => targets.includes(name));
  return (
    <>
      <div className={styles.body}>
        <div className={styles.step}>
          {run.state === 'failed' && (
            <Callout tone="bad" title={t('checkFailed')}>
              {run.error}
            </Callout>
          )}
          <section>
            <h2>{t('reading.title')}</h2>
            <p className={styles.aside}>{t('reading.text', { count: run.total, total: number(run.total) })}</p>
            <ReadingForm reading={run.reading} busy={change.isPending} onChange={(reading) => change.mutate({ reading })} />
          </section>
          <section>
            <h2>{t('mapping.title')}</h2>
            <p className={styles.aside}>{t('mapping.text')}</p>
            <ChangeProblem error={change.error} />
            <MappingTable run={run} onTarget={(index, target) => change.mutate({ mapping: mappingWith(run, index, target) })} />
          </section>
          {!named && <Callout tone="warn">{t('mapping.noName')}</Callout>}
          {named && !reachable && <Callout tone="info">{t('mapping.noAddress')}</Callout>}
        </div>
      </div>
      <footer className={styles.foot}>
        <Button disabled={!named} loading={change.isPending} onClick={() => onStep('rules')}>
          {t('next')}
        </Button>
      </footer>
    </>
  );
}

/** All columns as they are, with one of them meaning something else. */
function mappingWith(run: Import, index: number, target: string | null) {
  return run.columns.map((column) => ({ index: column.index, target: column.index === index ? target : column.target, options: column.options }));
}
