import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import { Examples } from './Examples';
import styles from './Imports.module.css';
import type { Step } from './steps';
import type { Import } from './types';
import { useImportCommand } from './useImports';
import { WorkBar } from './WorkBar';

const COUNTS = ['create', 'update', 'merge', 'skip', 'fail', 'warn'] as const;

/** A dry run: what would happen, with examples. Nothing is written before Start. */
export function CheckStep({ run, onStep }: { run: Import; onStep: (step: Step) => void }) {
  const { t } = useTranslation('imports');
  const { number } = useFormat();
  const problem = useProblemText();
  const command = useImportCommand(run.id);
  const { preview } = run;
  const writes = preview ? preview.create + preview.update + preview.merge : 0;
  return (
    <>
      <div className={styles.body}>
        <div className={styles.step}>
          {run.state === 'checking' && <WorkBar run={run} />}
          {command.isError && (
            <Callout tone="bad" alert>
              {problem(command.error)}
            </Callout>
          )}
          {preview && run.state !== 'checking' && (
            <>
              <section>
                <h2>{t('check.title')}</h2>
                <p className={styles.aside}>{t('check.text')}</p>
                <dl className={styles.tiles}>
                  {COUNTS.filter((name) => name === 'create' || preview[name] > 0).map((name) => (
                    <div key={name} data-tone={name}>
                      <dt>{t(`check.${name}`)}</dt>
                      <dd>{number(preview[name])}</dd>
                    </div>
                  ))}
                </dl>
              </section>
              {writes === 0 && <Callout tone="warn">{t('check.nothing')}</Callout>}
              <Examples examples={preview.examples} />
            </>
          )}
        </div>
      </div>
      <footer className={styles.foot}>
        {run.state === 'checking' ? (
          <Button variant="default" loading={command.isPending} onClick={() => command.mutate('cancel')}>
            {t('cancel')}
          </Button>
        ) : (
          <>
            <Button disabled={writes === 0} loading={command.isPending} onClick={() => command.mutate('start')}>
              {t('check.start', { count: writes, total: number(writes) })}
            </Button>
            <Button variant="default" onClick={() => onStep('rules')}>
              {t('back')}
            </Button>
          </>
        )}
      </footer>
    </>
  );
}
