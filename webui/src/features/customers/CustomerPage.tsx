import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import type { Customer } from '@/api';
import { EmptyState, ErrorState, SkeletonRows } from '@/components';
import { NoteComposer } from '@/features/timeline/NoteComposer';
import { Timeline } from '@/features/timeline/Timeline';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { useCan } from '@/lib/session';
import { useTitle } from '@/lib/useTitle';

import styles from './CustomerPage.module.css';
import { CustomerPanel } from './CustomerPanel';
import { useCustomer } from './useCustomers';

/** One customer: who it is at the side, everything that happened beside it. */
export function CustomerPage() {
  const { customerId = '' } = useParams();
  const { t } = useTranslation('customers');
  const { customer, missing, query } = useCustomer(customerId);
  if (missing)
    return (
      <EmptyState page icon="user-question" title={t('notFound.title')} text={t('notFound.text')}>
        <Button variant="default" component={Link} to="/customers">
          {t('notFound.back')}
        </Button>
      </EmptyState>
    );
  if (query.isError && !customer) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <div className={styles.page}>
      {customer ? <Known key={customer.id} customer={customer} /> : <SkeletonRows rows={6} />}
    </div>
  );
}

function Known({ customer }: { customer: Customer }) {
  const { t } = useTranslation('timeline');
  const { t: customers } = useTranslation('customers');
  const [noting, note] = useDisclosure(false);
  const writes = useCan('customers:write');
  useTitle(customer.name);
  const source = useMemo(() => ({ path: `/api/customers/${customer.id}/timeline`, room: `customer:${customer.id}` }), [customer.id]);
  const bindings = useMemo<KeyBinding[]>(
    () => (writes ? [{ code: 'KeyN', label: customers('panel.note'), run: note.open }] : []),
    [writes, customers, note.open],
  );
  useKeys('page', bindings);
  return (
    <>
      <CustomerPanel customer={customer} onNote={writes ? note.open : null} />
      <Timeline source={source} emptyText={t('empty.text', { name: customer.name })}>
        {noting && <NoteComposer customerId={customer.id} onDone={note.close} />}
      </Timeline>
    </>
  );
}
