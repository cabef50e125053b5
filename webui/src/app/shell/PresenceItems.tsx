import { Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import type { AwayReason } from '@/api';
import { PresenceDot } from '@/components';
import type { Opening } from '@/components/Late';
import { http } from '@/lib/http';
import { part } from '@/lib/parts';

import { useOwnPresence } from './useOwnPresence';

const REASONS: AwayReason[] = ['lunch', 'prayer', 'break', 'training', 'meeting'];

// Nobody needs these before their phone is in a queue, or in wrap-up.
const QueueItems = lazy(part(() => import('@/features/presence/QueueItems'), 'QueueItems', 'presence'));
const WrapUpItems = lazy(part(() => import('@/features/presence/WrapUpItems'), 'WrapUpItems', 'presence'));

interface Choice {
  state: 'available' | 'away' | 'offline';
  reason?: AwayReason;
}

function Items({ choose, held }: { choose: (choice: Choice) => void; held: boolean }) {
  const { t } = useTranslation(['shell', 'common']);
  return (
    <>
      <Menu.Item disabled={held} leftSection={<PresenceDot state="available" />} onClick={() => choose({ state: 'available' })}>
        {t('common:presence.available')}
      </Menu.Item>
      <Menu.Label>{t('shell:presence.away')}</Menu.Label>
      {REASONS.map((reason) => (
        <Menu.Item key={reason} disabled={held} leftSection={<PresenceDot state="away" />} onClick={() => choose({ state: 'away', reason })}>
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

/** What one may choose for oneself: a state, a break's reason, queues. */
export function PresenceItems({ opened, onChange, children }: Opening) {
  const own = useOwnPresence();
  const held = own?.state === 'wrap_up' && own.owed.length > 0;
  const change = useMutation({ mutationFn: (choice: Choice) => http.put('/api/me/presence', choice) });
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end" width={240}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
        {own?.until && (
          <Suspense>
            <WrapUpItems held={held} onReady={() => change.mutate({ state: 'available' })} />
          </Suspense>
        )}
        <Items choose={change.mutate} held={held} />
        {own?.extension && (
          <Suspense>
            <QueueItems version={own.version} atPhone={own.state === 'away' && own.source === 'phone'} />
          </Suspense>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
