import { Button } from '@mantine/core';
import { useDocumentVisibility } from '@mantine/hooks';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Conversation } from '@/api';
import { EmptyState, ErrorState, Icon, Kbd, SkeletonRows } from '@/components';
import { useWritesSms } from '@/features/messages/useChannels';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { part } from '@/lib/parts';

import { Actions } from './Actions';
import styles from './Conversations.module.css';
import { Messages } from './Messages';
import { ThreadHead } from './ThreadHead';
import { useConversation, useRead } from './useConversations';

const MessageComposer = lazy(part(() => import('@/features/messages/MessageComposer'), 'MessageComposer', 'messages', 'profile', 'tasks'));

/** One conversation: who, what can be done with it, what was written, and the place to answer. */
export function Thread({ id, back }: { id: string; back: string }) {
  const { t } = useTranslation('conversations');
  const { conversation, missing, query } = useConversation(id);
  const visible = useDocumentVisibility() === 'visible';
  useRead(missing ? undefined : conversation, visible);
  if (missing)
    return (
      <div className={styles.nothing}>
        <EmptyState icon="lock" title={t('gone.title')} text={t('gone.text')}>
          <Button variant="default" component={Link} to={back}>
            {t('back')}
          </Button>
        </EmptyState>
      </div>
    );
  if (!conversation) return <div className={styles.thread}>{query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : <SkeletonRows rows={5} />}</div>;
  return (
    <section className={styles.thread} aria-label={t('thread')}>
      <ThreadHead one={conversation} back={back}>
        <Actions one={conversation} />
      </ThreadHead>
      <Messages one={conversation} />
      <Answer one={conversation} />
    </section>
  );
}

/** The composer at the foot; closed it is one line, so that the page's keys go on. */
function Answer({ one }: { one: Conversation }) {
  const { t } = useTranslation('conversations');
  const writes = useWritesSms();
  const [writing, setWriting] = useState(false);
  const bindings = useMemo<KeyBinding[]>(() => (writes ? [{ code: 'KeyR', label: t('answer'), run: () => setWriting(true) }] : []), [t, writes]);
  useKeys('page', bindings);
  if (!writes) return null;
  const customer = one.customers.length === 1 ? (one.customers[0] ?? null) : null;
  const timeline = customer ? `/api/customers/${customer.id}/timeline` : `/api/identities/${one.identity_id}/timeline`;
  return (
    <div className={styles.answer}>
      {writing ? (
        <Suspense>
          <MessageComposer customer={customer} numbers={[{ id: one.identity_id, display: one.shown_address }]} conversation={one.id} timeline={timeline} onDone={() => setWriting(false)} />
        </Suspense>
      ) : (
        <button type="button" className={styles.begin} onClick={() => setWriting(true)}>
          <Icon name="message-2" />
          <span>{t('answer')}…</span>
          <Kbd>R</Kbd>
        </button>
      )}
    </div>
  );
}
