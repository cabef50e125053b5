import { ActionIcon, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { useCan } from '@/lib/session';

import styles from './Mentions.module.css';
import { useUnreadMentions } from './useMentions';

const MentionList = lazy(async () => ({ default: (await import('./MentionList')).MentionList }));
const MOST_SHOWN = 99;

/** How often colleagues named one, and where. */
export function MentionBell() {
  const { t } = useTranslation('notes');
  const { digits } = useFormat();
  const reads = useCan('customers:read');
  const count = useUnreadMentions().length;
  const [open, panel] = useDisclosure(false);
  if (!reads) return null;
  const label = count > 0 ? t('unread', { count }) : t('title');
  return (
    <Popover opened={open} onChange={panel.toggle} onDismiss={panel.close} position="bottom-end" width={360} shadow="xl" radius="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon className={styles.bell} size={32} aria-label={label} title={t('title')} aria-expanded={open} onClick={panel.toggle}>
          <Icon name="bell" size={18} />
          {count > 0 && <span className={styles.count}>{digits(Math.min(count, MOST_SHOWN))}</span>}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('title')}>
        <Suspense>{open && <MentionList onLeave={panel.close} />}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
