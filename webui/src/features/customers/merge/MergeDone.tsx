import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { Customer } from '@/api';
import { Callout } from '@/components';

import { useMerges, useUndoMerge } from '../profile/useProfile';
import styles from './Merge.module.css';
import { useMergeProblem } from './useMergeProblem';

/** A merge was just made: said once, with the way back. */
export function MergeDone({ survivor, mergedId }: { survivor: Customer; mergedId: string }) {
  const { t } = useTranslation('merge');
  const navigate = useNavigate();
  const problem = useMergeProblem();
  const record = useMerges(survivor.id, true).find(({ merged, undone_at }) => merged.id === mergedId && !undone_at);
  const undo = useUndoMerge();
  if (!record) return null;
  const back = () => undo.mutate(record.id, { onSuccess: () => void navigate(`/customers/${survivor.id}`, { replace: true, state: null }) });
  return (
    <div className={styles.done}>
      <Callout tone="info" alert>
        <p>{undo.isError ? t('failed', { reason: problem(undo.error) }) : t('done', { merged: record.merged.name, survivor: survivor.name })}</p>
        <Button size="xs" variant="default" loading={undo.isPending} onClick={back}>
          {t('undo')}
        </Button>
      </Callout>
    </div>
  );
}
