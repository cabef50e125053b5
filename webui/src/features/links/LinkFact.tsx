import { Popover, UnstyledButton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';
import { part } from '@/lib/parts';
import { useModule } from '@/lib/session';

import styles from './Links.module.css';

const MessageLinks = lazy(part(() => import('./MessageLinks'), 'MessageLinks', 'links'));

interface Props {
  message: string;
  /** How often its links were opened, and when last. */
  opened: number;
  openedAt: string | null;
  version: number;
  /** Whether it went out, so that "not opened" says something. */
  left: boolean;
}

/** Whether somebody opened a link of a message; which one, and when, a press away. */
export function LinkFact({ message, opened, openedAt, version, left }: Props) {
  const { t } = useTranslation('timeline');
  const { number, relative } = useFormat();
  const on = useModule('links');
  if (opened === 0 && !left) return null;
  const told = opened > 0 && openedAt ? t('link.opened', { count: opened, shown: number(opened), when: relative(openedAt) }) : t('link.notOpened');
  if (!on || message === '') return <span>{told}</span>;
  return (
    <Popover width={320} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={styles.fact} data-opened={opened > 0 || undefined}>
          {told}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Suspense>
          <MessageLinks message={message} version={version} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
