import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';

import styles from './Imports.module.css';
import type { Import } from './types';

/** How far the hub has come with checking, importing or undoing. */
export function WorkBar({ run }: { run: Pick<Import, 'state' | 'done' | 'total'> }) {
  const { t } = useTranslation('imports');
  const { number } = useFormat();
  const share = run.total > 0 ? Math.min(1, run.done / run.total) : 0;
  return (
    <div className={styles.work}>
      <div className={styles.workLine}>
        <span>{t(`state.${run.state}`)}</span>
        <span>{t('progress', { done: number(run.done), total: number(run.total) })}</span>
      </div>
      <Progress value={100 * share} size={8} aria-label={t(`state.${run.state}`)} />
    </div>
  );
}
