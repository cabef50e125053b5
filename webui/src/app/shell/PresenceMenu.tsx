import { Menu, UnstyledButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import type { AwayReason, Presence } from '@/api';
import { Icon, PresenceDot, Timer } from '@/components';
import { loadLaterTexts } from '@/i18n';
import { http } from '@/lib/http';
import { useSession } from '@/lib/session';
import { useConnection, useEntities } from '@/lib/socket';

import styles from './TopBar.module.css';

const REASONS: AwayReason[] = ['lunch', 'prayer', 'break', 'training', 'meeting'];

// The texts come with the parts: nobody needs them before their phone is in a queue, unreachable or in wrap-up.
const QueueItems = lazy(async () => {
  const [{ QueueItems: Component }] = await Promise.all([import('@/features/presence/QueueItems'), loadLaterTexts()]);
  return { default: Component };
});
const WrapUpItems = lazy(async () => {
  const [{ WrapUpItems: Component }] = await Promise.all([import('@/features/presence/WrapUpItems'), loadLaterTexts()]);
  return { default: Component };
});
const Countdown = lazy(async () => ({ default: (await import('@/features/presence/Countdown')).Countdown }));
const PhoneWarning = lazy(async () => {
  const [{ PhoneWarning: Component }] = await Promise.all([import('@/features/presence/PhoneWarning'), loadLaterTexts()]);
  return { default: Component };
});

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

function useWord(): (own: Presence) => string {
  const { t } = useTranslation('common');
  return (own) => {
    if (own.state !== 'away') return t(`presence.${own.state}`);
    return own.reason ? t(`reason.${own.reason}`) : (own.note ?? t('presence.away'));
  };
}

/** The person's own presence with the time in it; calls change it by themselves, breaks and queues are chosen here. */
export function PresenceMenu() {
  const { t } = useTranslation('shell');
  const own = useOwnPresence();
  const word = useWord();
  const online = useConnection() === 'online';
  const change = useMutation({ mutationFn: (choice: Choice) => http.put('/api/me/presence', choice) });
  if (!own) return null;
  return (
    <>
      {own.phone && (
        <Suspense>
          <PhoneWarning trouble={own.phone} />
        </Suspense>
      )}
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton className={styles.chip} disabled={change.isPending}>
            <PresenceDot state={own.state} />
            <span>
              <span className="pv-sr">{t('presence.yours')} </span>
              {word(own)}
            </span>
            <span className={own.until ? styles.countdown : styles.aside}>
              {own.until ? (
                <Suspense>
                  <Countdown until={own.until} frozen={!online} />
                </Suspense>
              ) : (
                <Timer since={own.since} frozen={!online} />
              )}
            </span>
            <Icon name="chevron-down" size={14} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
          {own.until && (
            <Suspense>
              <WrapUpItems onReady={() => change.mutate({ state: 'available' })} />
            </Suspense>
          )}
          <Items choose={change.mutate} />
          {own.extension && (
            <Suspense>
              <QueueItems version={own.version} atPhone={own.state === 'away' && own.source === 'phone'} />
            </Suspense>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
