import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import type { Identity } from '@/api';
import { EmptyState, ErrorState, SkeletonRows } from '@/components';
import { Timeline } from '@/features/timeline/Timeline';
import { useFormat } from '@/lib/format';
import { useTitle } from '@/lib/useTitle';

import styles from './CustomerPage.module.css';
import { IdentityPanel } from './IdentityPanel';
import { useIdentity } from './useCustomers';

/** A contact nobody has put a name to: the number, and what came from it. */
export function IdentityPage() {
  const { identityId = '' } = useParams();
  const { t } = useTranslation('customers');
  const { identity, missing, query } = useIdentity(identityId);
  if (missing)
    return (
      <EmptyState icon="user-question" title={t('number.notFound')} text={t('number.notFoundText')}>
        <Button variant="default" component={Link} to="/customers">
          {t('notFound.back')}
        </Button>
      </EmptyState>
    );
  if (query.isError && !identity) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <div className={styles.page}>{identity ? <Known identity={identity} /> : <SkeletonRows rows={6} />}</div>;
}

function Known({ identity }: { identity: Identity }) {
  const { t } = useTranslation('timeline');
  const { digits } = useFormat();
  useTitle(identity.kind === 'phone' ? digits(identity.display) : identity.display);
  const source = useMemo(() => ({ path: `/api/identities/${identity.id}/timeline`, room: null }), [identity.id]);
  return (
    <>
      <IdentityPanel identity={identity} />
      <Timeline source={source} emptyText={t('empty.number')} />
    </>
  );
}
