import { ActionIcon } from '@mantine/core';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { Late } from '@/components/Late';
import { useFormat } from '@/lib/format';
import { part } from '@/lib/parts';
import { useCan } from '@/lib/session';

import styles from './Mentions.module.css';
import { useUnreadMentions } from './useMentions';

const MentionDropdown = lazy(part(() => import('./MentionDropdown'), 'MentionDropdown'));
const MOST_SHOWN = 99;

/** How often colleagues named one, and where. */
export function MentionBell() {
  const { t } = useTranslation('notes');
  const { digits } = useFormat();
  const reads = useCan('customers:read');
  const count = useUnreadMentions().length;
  if (!reads) return null;
  return (
    <Late of={MentionDropdown} opens="dialog">
      <ActionIcon className={styles.bell} size={32} aria-label={count > 0 ? t('unread', { count }) : t('title')} title={t('title')}>
        <Icon name="bell" size={18} />
        {count > 0 && <span className={styles.count}>{digits(Math.min(count, MOST_SHOWN))}</span>}
      </ActionIcon>
    </Late>
  );
}
