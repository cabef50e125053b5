import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConversationRow } from '@/api';
import { EmptyState, PageHeader } from '@/components';
import { type KeyBinding, useKeys } from '@/lib/keys';

import styles from './Conversations.module.css';
import { List } from './List';
import { Thread } from './Thread';
import { type Inbox, useInbox } from './useInbox';
import { useConversations } from './useConversations';
import { Views } from './Views';

/** Conversations of the reader and their teams: the list, and beside it the one that is open. */
export function ConversationsPage() {
  const { t } = useTranslation('conversations');
  const inbox = useInbox();
  const found = useConversations(inbox.filter);
  useWalk(found.rows, inbox);
  return (
    <div className={styles.page} data-open={inbox.open !== null}>
      <PageHeader title={t('title')} beside={<Views inbox={inbox} />} />
      <div className={styles.panes}>
        <List inbox={inbox} found={found} />
        {inbox.open === null ? (
          <div className={styles.nothing}>
            <EmptyState icon="messages" title={t('choose.title')} text={t('choose.text')} />
          </div>
        ) : (
          <Thread key={inbox.open} id={inbox.open} back={inbox.pathOf(null)} />
        )}
      </div>
    </div>
  );
}

/** J and K go through the list; where the open one has left it, on from its place. */
function useWalk(rows: ConversationRow[], inbox: Inbox): void {
  const { t } = useTranslation('conversations');
  const last = useRef(-1);
  const at = rows.findIndex(({ id }) => id === inbox.open);
  const bindings = useMemo<KeyBinding[]>(() => {
    const step = (by: 1 | -1) => () => {
      const place = at >= 0 ? at + by : by === 1 ? Math.max(last.current, 0) : last.current - 1;
      const index = Math.min(Math.max(place, 0), rows.length - 1);
      const next = rows[index];
      if (!next) return;
      last.current = index;
      inbox.go(next.id);
    };
    return [
      { code: 'KeyJ', label: t('keys.next'), run: step(1) },
      { code: 'KeyK', label: t('keys.previous'), run: step(-1) },
    ];
    // eslint-disable-next-line react-hooks/exhaustive-deps -- where they lead changes with the list and the place only
  }, [t, rows, at, inbox.open]);
  useKeys('page', bindings);
}
