import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { AreaTabs } from '@/features/customers/list/AreaTabs';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import styles from './Imports.module.css';
import { StateChip } from './StateChip';
import { hasStarted, isBusy } from './steps';
import type { Import } from './types';
import { useImportList } from './useImports';
import { WorkBar } from './WorkBar';

/** The imports that were, newest first. */
export function ImportsPage() {
  const { t } = useTranslation('imports');
  const problem = useProblemText();
  const query = useImportList();
  const runs = query.data?.pages.flatMap((page) => page.items) ?? [];
  const begin = (
    <Button component={Link} to="/imports/new" leftSection={<Icon name="file-import" />}>
      {t('new')}
    </Button>
  );
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} beside={<AreaTabs />}>
        {begin}
      </PageHeader>
      <div className={styles.body} tabIndex={0} role="region" aria-label={t('title')}>
        {query.isPending && <SkeletonRows rows={6} tile />}
        {query.isError && runs.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && runs.length === 0 && <EmptyState icon="file-import" title={t('empty.title')} text={t('empty.text')} />}
        {runs.length > 0 && (
          <ul className={styles.list}>
            {runs.map((run) => (
              <Row key={run.id} run={run} />
            ))}
          </ul>
        )}
        {runs.length > 0 && <EndOfList query={query} more={t('more')} problem={problem} />}
      </div>
    </div>
  );
}

function Row({ run }: { run: Import }) {
  const { t } = useTranslation('imports');
  const { dateTime, number } = useFormat();
  const counts = (['created', 'updated', 'skipped', 'failed'] as const).filter((name) => run[name] > 0);
  return (
    <li className={styles.run}>
      <div className={styles.lines}>
        <Link to={`/imports/${run.id}`} className={styles.name}>
          <bdi>{run.name}</bdi>
        </Link>
        <span className={styles.aside}>
          {[run.created_by?.name, dateTime(run.created_at)].filter(Boolean).join(' · ')}
        </span>
      </div>
      <div className={styles.wide}>
        {isBusy(run.state) && <WorkBar run={run} />}
        {hasStarted(run) && !isBusy(run.state) && (
          <span className={styles.aside}>{counts.map((name) => t(`counted.${name}`, { count: run[name], total: number(run[name]) })).join(t('comma'))}</span>
        )}
      </div>
      <StateChip state={run.state} />
    </li>
  );
}
