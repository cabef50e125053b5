import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { useProblemText } from '@/lib/http';

import { CallDrawer } from './CallDrawer';
import { CallRow } from './CallRow';
import { readFilters, withFilters } from './filters';
import { HistoryFilters } from './HistoryFilters';
import styles from './HistoryPage.module.css';
import { type CallFilters, useFreshHistory, useHistory } from './useCalls';

/** Every call that was, newest first, narrowed by filters that live in the address. */
export function HistoryPage() {
  const { t } = useTranslation('calls');
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const open = params.get('call');
  useFreshHistory();
  const close = () => {
    params.delete('call');
    setParams(params, { replace: true });
  };
  return (
    <div className={styles.page}>
      <PageHeader title={t('history.title')}>
        <HistoryFilters filters={filters} onChange={(next) => setParams(withFilters(params, next), { replace: true })} />
      </PageHeader>
      <div className={styles.body} tabIndex={0} role="region" aria-label={t('history.title')}>
        <Calls filters={filters} onClear={() => setParams({}, { replace: true })} />
      </div>
      {open !== null && <CallDrawer id={open} onClose={close} />}
    </div>
  );
}

function Calls({ filters, onClear }: { filters: CallFilters; onClear: () => void }) {
  const { t } = useTranslation('calls');
  const problem = useProblemText();
  const query = useHistory(filters);
  const calls = query.data?.pages.flatMap((page) => page.items) ?? [];
  const narrowed = filters.direction !== '' || filters.result !== '' || filters.mine || filters.disposition_id !== '';
  if (query.isPending) return <SkeletonRows rows={9} tile />;
  if (query.isError && calls.length === 0) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (calls.length === 0 && narrowed)
    return (
      <EmptyState icon="filter" title={t('historyEmpty.filtered')}>
        <Button variant="default" onClick={onClear}>
          {t('historyEmpty.clear')}
        </Button>
      </EmptyState>
    );
  if (calls.length === 0) return <EmptyState icon="phone" title={t('historyEmpty.title')} text={t('historyEmpty.text')} />;
  return (
    <>
      <ul>
        {calls.map((call) => (
          <CallRow key={call.id} call={call} />
        ))}
      </ul>
      <EndOfList query={query} more={t('history.more')} end={t('history.end')} problem={problem} />
    </>
  );
}
