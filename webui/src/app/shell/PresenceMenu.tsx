import { Menu, UnstyledButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { AwayReason, Presence } from '@/api';
import { Icon, PresenceDot, Timer } from '@/components';
import { http } from '@/lib/http';
import { useSession } from '@/lib/session';
import { useConnection, useEntities } from '@/lib/socket';

import styles from './TopBar.module.css';

const REASONS: AwayReason[] = ['lunch', 'prayer', 'break', 'training', 'meeting'];

interface Choice {
  state: 'available' | 'away' | 'offline';
  reason?: AwayReason;
}

function useOwnPresence(): Presence | undefined {
  const userId = useSession()?.user.id;
  return useEntities<Presence>('presence', 'presence').find(({ user_id }) => user_id === userId);
}

function Items({ choose }: { choose: (choice: Choice) => void }) {
  const { t } = useTranslation(['shell', 'common']);
  return (
    <>
      <Menu.Item leftSection={<PresenceDot state="available" />} onClick={() => choose({ state: 'available' })}>
        {t('common:presence.available')}
      </Menu.Item>
      <Menu.Label>{t('shell:presence.away')}</Menu.Label>
      {REASONS.map((reason) => (
        <Menu.Item key={reason} leftSection={<PresenceDot state="away" />} onClick={() => choose({ state: 'away', reason })}>
          {t(`common:reason.${reason}`)}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<PresenceDot state="offline" />} onClick={() => choose({ state: 'offline' })}>
        {t('common:presence.offline')}
      </Menu.Item>
    </>
  );
}

/** The person's own presence with the time in it; calls change it by themselves, breaks are chosen here. */
export function PresenceMenu() {
  const { t } = useTranslation(['shell', 'common']);
  const own = useOwnPresence();
  const online = useConnection() === 'online';
  const change = useMutation({ mutationFn: (choice: Choice) => http.put('/api/me/presence', choice) });
  if (!own) return null;
  const word = own.state === 'away' && own.reason ? t(`common:reason.${own.reason}`) : t(`common:presence.${own.state}`);
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <UnstyledButton className={styles.chip} disabled={change.isPending}>
          <PresenceDot state={own.state} />
          <span>
            <span className="pv-sr">{t('shell:presence.yours')} </span>
            {word}
          </span>
          <span className={styles.aside}>
            <Timer since={own.since} frozen={!online} />
          </span>
          <Icon name="chevron-down" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Items choose={change.mutate} />
      </Menu.Dropdown>
    </Menu>
  );
}
