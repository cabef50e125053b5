import { CloseButton, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useFormat } from '@/lib/format';

import { ongoing } from './bulkRuns';
import styles from './BulkToasts.module.css';
import type { BulkRun } from './types';
import { useBulkRuns } from './useBulk';

/** How far the actions on many customers are, above every page until they are put away. */
export function BulkToasts() {
  const runs = useBulkRuns();
  return (
    <div className={styles.toasts} role="status">
      {runs.map(({ id, run }) => run && <Toast key={id} run={run} />)}
    </div>
  );
}

function Toast({ run }: { run: BulkRun }) {
  const { t } = useTranslation('lists');
  const { number } = useFormat();
  const counts = { done: number(run.done), total: number(run.total), count: run.done };
  const over = run.state === 'waiting' || run.state === 'running' ? null : run.state;
  const going = over === null;
  return (
    <div className={styles.toast} data-state={run.state}>
      <div className={styles.line}>
        <b>{t(`bulk.run.${run.action}`)}</b>
        <span>{over ? t(`bulk.state.${over}`, counts) : t('bulk.progress', counts)}</span>
        {!going && <CloseButton size="sm" aria-label={t('bulk.hide')} onClick={() => ongoing.drop(run.id)} />}
      </div>
      {going && <Progress value={run.total > 0 ? (100 * run.done) / run.total : 0} size={6} aria-label={t(`bulk.run.${run.action}`)} />}
      {run.failed > 0 && <p className={styles.bad}>{t('bulk.failed', { count: run.failed, total: number(run.failed) })}</p>}
      {run.error && <p className={styles.bad}>{run.error}</p>}
      {run.file && run.state === 'done' && (
        <a href={run.file.url} download={run.file.name} className={styles.file}>
          <Icon name="download" />
          <bdi dir="ltr">{run.file.name}</bdi>
        </a>
      )}
    </div>
  );
}
