import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';

import styles from './Conversations.module.css';
import { useConversationCounts } from './useConversations';
import { type Inbox, VIEWS } from './useInbox';

/** Whose conversations: mine, my teams', nobody's, all that one may see; with how many have something unread. */
export function Views({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('conversations');
  const { number } = useFormat();
  const counts = useConversationCounts();
  return (
    <nav className={styles.views} aria-label={t('view.label')}>
      {VIEWS.map((view) => {
        const unread = counts?.[view].unread ?? 0;
        return (
          <button key={view} type="button" className={styles.view} aria-current={view === inbox.filter.view ? 'page' : undefined} onClick={() => inbox.set({ view })}>
            {t(`view.${view}`)}
            {unread > 0 && <span className={styles.count}>{number(unread)}</span>}
          </button>
        );
      })}
    </nav>
  );
}
