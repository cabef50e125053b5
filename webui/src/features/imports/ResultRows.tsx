import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { ErrorState, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import styles from './Imports.module.css';
import { Problems } from './Problems';
import type { ImportRow } from './types';
import { useImportRows } from './useImports';

/** The rows of one outcome, with the customer each belongs to and what was wrong. */
export function ResultRows({ id, state }: { id: string; state: ImportRow['state'] }) {
  const { t } = useTranslation('imports');
  const { digits } = useFormat();
  const problem = useProblemText();
  const query = useImportRows(id, state);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <SkeletonRows rows={4} tile />;
  if (query.isError && rows.length === 0) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <ul className={styles.examples}>
        {rows.map((row) => (
          <li key={row.number} className={styles.example}>
            <span className={styles.rowNumber}>{t('row', { number: digits(row.number) })}</span>
            <div className={styles.lines}>
              {row.customer && (
                <Link to={`/customers/${row.customer.id}`}>
                  <bdi>{row.customer.name}</bdi>
                </Link>
              )}
              <Problems problems={row.problems} />
            </div>
          </li>
        ))}
      </ul>
      <EndOfList query={query} more={t('more')} problem={problem} />
    </>
  );
}
