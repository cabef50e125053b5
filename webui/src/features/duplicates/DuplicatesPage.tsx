import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';

import type { Duplicate } from '@/api';
import { Callout, EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { AreaTabs } from '@/features/customers/list/AreaTabs';
import { useCount } from '@/features/customers/list/Total';
import { useProblemText } from '@/lib/http';
import { type KeyBinding, useKeys } from '@/lib/keys';

import styles from './DuplicatesPage.module.css';
import { PairDetail } from './PairDetail';
import { PairRow } from './PairRow';
import { useDismiss, useDuplicates, useFindDuplicates } from './useDuplicates';

/** Pairs that may be one customer, to be worked through: compared, merged, or told apart. */
export function DuplicatesPage() {
  const { t } = useTranslation('lists');
  const count = useCount();
  const problem = useProblemText();
  const { query, pairs, total } = useDuplicates();
  const find = useFindDuplicates();
  const known = total ?? pairs.length;
  return (
    <div className={styles.page}>
      <PageHeader title={t('duplicates.title')} beside={<AreaTabs />}>
        {pairs.length > 0 && <span className={styles.count}>{t('duplicates.left', { count: known, total: count(known) })}</span>}
        <Button variant="default" leftSection={<Icon name="refresh" />} loading={find.isPending} onClick={() => find.mutate()}>
          {t('duplicates.find')}
        </Button>
      </PageHeader>
      {(find.isSuccess || find.isError) && (
        <div className={styles.told} role="status">
          <Callout tone={find.isError ? 'bad' : 'info'}>{find.isError ? problem(find.error) : t('duplicates.finding')}</Callout>
        </div>
      )}
      {query.isPending && <SkeletonRows rows={8} />}
      {query.isError && pairs.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && pairs.length === 0 && <EmptyState icon="circle-check" title={t('duplicates.none')} text={t('duplicates.noneText')} />}
      {pairs.length > 0 && <Pairs pairs={pairs} foot={<EndOfList query={query} more={t('duplicates.next')} problem={problem} />} />}
    </div>
  );
}

/** The pair at hand is named in the address; after a decision the one that follows takes its place. */
function useAtHand(pairs: Duplicate[]) {
  const [params, setParams] = useSearchParams();
  const [place, setPlace] = useState(0);
  const named = pairs.findIndex(({ id }) => id === params.get('pair'));
  const at = named >= 0 ? named : Math.min(place, pairs.length - 1);
  if (named >= 0 && named !== place) setPlace(named);
  const go = (next: number) => {
    const pair = pairs[Math.min(Math.max(next, 0), pairs.length - 1)];
    if (pair) setParams({ pair: pair.id }, { replace: true });
  };
  return { at, go };
}

function Pairs({ pairs, foot }: { pairs: Duplicate[]; foot: React.ReactNode }) {
  const { t } = useTranslation('lists');
  const navigate = useNavigate();
  const problem = useProblemText();
  const dismiss = useDismiss();
  const { at, go } = useAtHand(pairs);
  const pair = pairs[at];
  const merge = () => pair && void navigate(`/customers/${pair.a.id}/merge/${pair.b.id}`);
  const apart = () => pair && dismiss.mutate(pair.id);
  const bindings = useMemo<KeyBinding[]>(
    () => [
      { code: 'ArrowDown', label: t('duplicates.next'), run: () => go(at + 1) },
      { code: 'ArrowUp', label: t('duplicates.previous'), run: () => go(at - 1) },
      { code: 'KeyM', label: t('duplicates.merge'), run: () => merge() },
      { code: 'KeyX', label: t('duplicates.dismiss'), run: () => apart() },
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what they do changes with the pair only
    [t, at, pair?.id, pairs.length],
  );
  useKeys('page', bindings);
  return (
    <div className={styles.split}>
      <div className={styles.list} tabIndex={0} role="region" aria-label={t('duplicates.list')}>
        <ul>
          {pairs.map((one, index) => (
            <PairRow key={one.id} pair={one} current={index === at} onOpen={() => go(index)} />
          ))}
        </ul>
        {foot}
      </div>
      <div className={styles.detail}>
        {dismiss.isError && (
          <Callout tone="bad" alert>
            {t('duplicates.failed', { reason: problem(dismiss.error) })}
          </Callout>
        )}
        {pair && <PairDetail key={pair.id} pair={pair} onMerge={merge} onDismiss={apart} onNext={at + 1 < pairs.length ? () => go(at + 1) : null} />}
      </div>
    </div>
  );
}
