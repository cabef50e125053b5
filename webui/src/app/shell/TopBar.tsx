import { Popover, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { Avatar, Icon, Kbd } from '@/components';
import { MentionBell } from '@/features/notes/MentionBell';
import { useSession } from '@/lib/session';

import { ConnectionMark } from './ConnectionMark';
import { ExtensionMenu } from './ExtensionMenu';
import { PresenceMenu } from './PresenceMenu';
import styles from './TopBar.module.css';

const UserPanel = lazy(async () => ({ default: (await import('./UserPanel')).UserPanel }));

function UserButton() {
  const { t } = useTranslation('shell');
  const user = useSession()?.user;
  const [open, panel] = useDisclosure(false);
  if (!user) return null;
  return (
    <Popover opened={open} onChange={panel.toggle} onDismiss={panel.close} position="bottom-end" width={300} shadow="xl" radius="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={styles.user} onClick={panel.toggle} aria-label={t('user.menu', { name: user.name })}>
          <Avatar name={user.name} initials={user.initials} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('user.menu', { name: user.name })}>
        <Suspense>
          <UserPanel onDone={panel.close} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Search, the state of the connection, and the person: extension, presence, own settings. */
export function TopBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation('shell');
  const session = useSession();
  return (
    <section className={styles.top} aria-label={t('top')}>
      <button type="button" className={styles.search} onClick={onSearch}>
        <Icon name="search" />
        <span className="pv-cut">{t('search.placeholder')}</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      {session?.demo && (
        <span className={styles.demo} title={t('demo.text')}>
          {t('demo.mark')}
        </span>
      )}
      <div className={styles.end}>
        <ConnectionMark />
        <ExtensionMenu />
        <PresenceMenu />
        <MentionBell />
        <UserButton />
      </div>
    </section>
  );
}
