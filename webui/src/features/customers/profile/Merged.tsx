import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Customer } from '@/api';
import { Callout } from '@/components';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import styles from './Profile.module.css';
import { useMerges, useUndoMerge } from './useProfile';

/** Who was merged into this customer, and the way back. */
export function Merged({ customer }: { customer: Customer }) {
  const { t } = useTranslation('profile');
  const { dateTime } = useFormat();
  const problem = useProblemText();
  const may = useCan('customers:merge');
  const merges = useMerges(customer.id, customer.merged_ids.length > 0);
  const undo = useUndoMerge();
  if (merges.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{t('merged.title')}</h2>
      <ul>
        {merges.map((merge) => (
          <li key={merge.id} className={styles.row}>
            <span>
              {merge.merged.name} <span className={styles.small}>{t(merge.undone_at ? 'merged.undone' : 'merged.at', { when: dateTime(merge.undone_at ?? merge.merged_at), who: merge.merged_by?.name ?? t('somebody') })}</span>
            </span>
            {may && !merge.undone_at && (
              <Button size="compact-xs" variant="default" loading={undo.isPending && undo.variables === merge.id} onClick={() => undo.mutate(merge.id)}>
                {t('merged.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {undo.isError && (
        <Callout tone="bad" alert>
          {t('failed', { reason: problem(undo.error) })}
        </Callout>
      )}
    </section>
  );
}
