import { useTranslation } from 'react-i18next';

import styles from '@/features/tasks/TasksBadge.module.css';
import { useFormat } from '@/lib/format';

import { useConversationCounts } from './useConversations';
import { useConversationNews } from './useNews';

const MOST = 99;

/** How many open conversations with something unread are the reader's, or nobody's, on the navigation's link. */
export function ConversationsBadge() {
  const { t } = useTranslation('conversations');
  const { number } = useFormat();
  useConversationNews();
  const counts = useConversationCounts();
  const unread = (counts?.mine.unread ?? 0) + (counts?.unassigned.unread ?? 0);
  if (unread === 0) return null;
  const shown = unread > MOST ? `${number(MOST)}+` : number(unread);
  return (
    <span className={styles.badge}>
      <span aria-hidden>{shown}</span>
      <span className="pv-sr">{t('waiting', { count: unread, number: shown })}</span>
    </span>
  );
}
