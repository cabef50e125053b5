import { Button } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useParams } from 'react-router';

import type { Customer, Entry } from '@/api';
import { Callout, EmptyState, ErrorState, SkeletonRows } from '@/components';
import { useWritesSms } from '@/features/messages/useChannels';
import { NoteComposer } from '@/features/notes/NoteComposer';
import type { EntryActions } from '@/features/timeline/context';
import type { Start } from '@/features/tasks/TaskDrawer';
import { Timeline } from '@/features/timeline/Timeline';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { part } from '@/lib/parts';
import { useCan } from '@/lib/session';
import { useTitle } from '@/lib/useTitle';

import styles from './CustomerPage.module.css';
import { CustomerPanel } from './CustomerPanel';
import { MergeDone } from './merge/MergeDone';
import { useCustomer } from './useCustomers';

const MessageComposer = lazy(part(() => import('@/features/messages/MessageComposer'), 'MessageComposer', 'messages', 'profile', 'tasks'));

/** One customer: who it is at the side, everything that happened beside it. */
export function CustomerPage() {
  const { customerId = '' } = useParams();
  const { t } = useTranslation('customers');
  const { customer, missing, query } = useCustomer(customerId);
  const { search } = useLocation();
  if (missing)
    return (
      <EmptyState page icon="user-question" title={t('notFound.title')} text={t('notFound.text')}>
        <Button variant="default" component={Link} to="/customers">
          {t('notFound.back')}
        </Button>
      </EmptyState>
    );
  if (query.isError && !customer) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  // The id of somebody who was merged leads to the one they are part of now.
  if (customer && customer.id !== customerId)
    return <Navigate to={{ pathname: `/customers/${customer.id}`, search }} replace state={{ from: customerId }} />;
  return (
    <div className={styles.page}>
      {customer ? <Known key={customer.id} customer={customer} /> : <Loading />}
    </div>
  );
}

function Loading() {
  return (
    <>
      <SkeletonRows rows={5} />
      <SkeletonRows rows={7} tile />
    </>
  );
}

function Known({ customer }: { customer: Customer }) {
  const { t } = useTranslation('timeline');
  const { t: customers } = useTranslation('customers');
  const [note, setNote] = useState<{ about: Entry | null } | null>(null);
  const [task, setTask] = useState<Start | null>(null);
  const sms = useSms(customer);
  const writes = useCan('customers:write');
  const follows = useCan('tasks:write');
  useTitle(customer.name);
  const source = useMemo(() => ({ path: `/api/customers/${customer.id}/timeline`, room: `customer:${customer.id}` }), [customer.id]);
  const bindings = useMemo<KeyBinding[]>(
    () => [
      ...(writes ? [{ code: 'KeyN', label: customers('panel.note'), run: () => setNote({ about: null }) }] : []),
      ...(sms.begin ? [{ code: 'KeyM', label: customers('panel.sms'), run: () => sms.begin?.() }] : []),
    ],
    [writes, customers, sms],
  );
  useKeys('page', bindings);
  const { id, name } = customer;
  const actions = useMemo<EntryActions>(
    () => ({
      customer: { id, name },
      onNote: writes ? (about: Entry) => setNote({ about }) : null,
      onSms: sms.begin,
      onFollowUp: follows ? (about: Entry) => setTask({ about_id: about.interaction_id, promise: true }) : null,
    }),
    [id, name, writes, follows, sms.begin],
  );
  return (
    <>
      <CustomerPanel customer={customer} onNote={writes ? () => setNote({ about: null }) : null} onSms={sms.begin} task={task} onTask={setTask} />
      <Timeline source={source} emptyText={t('empty.text', { name: customer.name })} actions={actions}>
        <Arrived customer={customer} />
        <Suspense>
          {sms.open && <MessageComposer key={sms.open.to ?? ''} customer={{ id, name }} numbers={sms.numbers} first={sms.open.to} timeline={source.path} onDone={sms.close} />}
        </Suspense>
        {note && <NoteComposer key={note.about?.id ?? ''} customerId={customer.id} about={note.about} onDone={() => setNote(null)} />}
      </Timeline>
    </>
  );
}

/** An SMS to the customer: `begin` is null where it cannot be written. */
function useSms({ identities }: Customer) {
  const writes = useWritesSms();
  const [open, setOpen] = useState<{ to: string | undefined } | null>(null);
  return useMemo(() => {
    const phones = identities.filter(({ kind }) => kind === 'phone');
    const numbers = [...phones].sort((one, other) => Number(other.primary) - Number(one.primary));
    const begin = writes && numbers.length > 0 ? (to?: string) => setOpen({ to }) : null;
    return { numbers, begin, open: begin && open, close: () => setOpen(null) };
  }, [identities, writes, open]);
}

/** Why this page and not the one that was asked for: a merge just made, or an old address. */
function Arrived({ customer }: { customer: Customer }) {
  const { t } = useTranslation('profile');
  const state = useLocation().state as { from?: string; merged?: string } | null;
  if (state?.merged) return <MergeDone survivor={customer} mergedId={state.merged} />;
  if (!state?.from) return null;
  return (
    <div className={styles.arrived}>
      <Callout tone="info">{t('redirected', { name: customer.name })}</Callout>
    </div>
  );
}
