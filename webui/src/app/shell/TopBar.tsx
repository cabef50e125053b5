import { UnstyledButton } from '@mantine/core';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';

import { Avatar, Icon, Kbd } from '@/components';
import { Late } from '@/components/Late';
import { MentionBell } from '@/features/notes/MentionBell';
import { part } from '@/lib/parts';
import { useSession } from '@/lib/session';

import { ConnectionMark } from './ConnectionMark';
import { ExtensionMenu } from './ExtensionMenu';
import { PresenceMenu } from './PresenceMenu';
import styles from './TopBar.module.css';

const UserDropdown = lazy(part(() => import('./UserDropdown'), 'UserDropdown'));

function UserButton() {
  const { t } = useTranslation('shell');
  const user = useSession()?.user;
  if (!user) return null;
  return (
    <Late of={UserDropdown} opens="dialog">
      <UnstyledButton className={styles.user} aria-label={t('user.menu', { name: user.name })}>
        <Avatar name={user.name} initials={user.initials} />
      </UnstyledButton>
    </Late>
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
