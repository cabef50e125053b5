import { Button } from '@mantine/core';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import type { Call, Identity } from '@/api';
import { EmptyState, ErrorState, SkeletonRows } from '@/components';
import { useWritesSms } from '@/features/messages/useChannels';
import type { EntryActions } from '@/features/timeline/context';
import { Timeline } from '@/features/timeline/Timeline';
import { useFormat } from '@/lib/format';
import { queryClient } from '@/lib/http';
import { part } from '@/lib/parts';
import { useEntities } from '@/lib/socket';
import { useTitle } from '@/lib/useTitle';

import styles from './CustomerPage.module.css';
import { IdentityPanel } from './IdentityPanel';
import { useIdentity } from './useCustomers';

const MessageComposer = lazy(part(() => import('@/features/messages/MessageComposer'), 'MessageComposer', 'messages', 'profile', 'tasks'));
const NOBODY: EntryActions = { customer: null, onNote: null };

/** A contact nobody has put a name to: the number, and what came from it. */
export function IdentityPage() {
  const { identityId = '' } = useParams();
  const { t } = useTranslation('customers');
  const { identity, missing, query } = useIdentity(identityId);
  if (missing)
    return (
      <EmptyState page icon="user-question" title={t('number.notFound')} text={t('number.notFoundText')}>
        <Button variant="default" component={Link} to="/customers">
          {t('notFound.back')}
        </Button>
      </EmptyState>
    );
  if (query.isError && !identity) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <div className={styles.page}>{identity ? <Known identity={identity} /> : <SkeletonRows rows={6} />}</div>;
}

/** An address has no room of its own: what it shows is read again when one of its calls changes. */
function useFreshIdentity(id: string): void {
  const seen = useEntities<Call>('call')
    .filter((call) => call.identity_id === id)
    .map(({ id: call, version }) => `${call}.${version}`)
    .join();
  useEffect(() => {
    if (seen === '') return;
    void queryClient.invalidateQueries({ queryKey: ['timeline', `/api/identities/${id}/timeline`] });
    void queryClient.invalidateQueries({ queryKey: ['identities', id] });
  }, [seen, id]);
}

function Known({ identity }: { identity: Identity }) {
  const { t } = useTranslation('timeline');
  const { digits } = useFormat();
  useFreshIdentity(identity.id);
  useTitle(identity.kind === 'phone' ? digits(identity.display) : identity.display);
  const source = useMemo(() => ({ path: `/api/identities/${identity.id}/timeline`, room: null }), [identity.id]);
  const writes = useWritesSms() && identity.kind === 'phone';
  const [writing, setWriting] = useState(false);
  return (
    <>
      <IdentityPanel identity={identity} onSms={writes ? () => setWriting(true) : null} />
      <Timeline source={source} emptyText={t('empty.number')} actions={NOBODY}>
        <Suspense>{writes && writing && <MessageComposer customer={null} numbers={[identity]} timeline={source.path} onDone={() => setWriting(false)} />}</Suspense>
      </Timeline>
    </>
  );
}
