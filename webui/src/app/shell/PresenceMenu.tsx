import { UnstyledButton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import type { Presence } from '@/api';
import { Icon, PresenceDot, Timer } from '@/components';
import { Late } from '@/components/Late';
import { part } from '@/lib/parts';
import { useConnection } from '@/lib/socket';

import styles from './TopBar.module.css';
import { useOwnPresence } from './useOwnPresence';

const PresenceItems = lazy(part(() => import('./PresenceItems'), 'PresenceItems'));
const Countdown = lazy(part(() => import('@/features/presence/Countdown'), 'Countdown'));
const PhoneWarning = lazy(part(() => import('@/features/presence/PhoneWarning'), 'PhoneWarning', 'presence'));

function useWord(): (own: Presence) => string {
  const { t } = useTranslation('common');
  return (own) => {
    if (own.state !== 'away') return t(`presence.${own.state}`);
    return own.reason ? t(`reason.${own.reason}`) : (own.note ?? t('presence.away'));
  };
}

function Since({ own }: { own: Presence }) {
  const frozen = useConnection() !== 'online';
  if (!own.until) return <Timer since={own.since} frozen={frozen} />;
  return (
    <Suspense>
      <Countdown until={own.until} frozen={frozen} />
    </Suspense>
  );
}

/** The person's own presence with the time in it; calls change it by themselves, breaks and queues are chosen here. */
export function PresenceMenu() {
  const { t } = useTranslation('shell');
  const own = useOwnPresence();
  const word = useWord();
  if (!own) return null;
  return (
    <>
      {own.phone && (
        <Suspense>
          <PhoneWarning trouble={own.phone} />
        </Suspense>
      )}
      <Late of={PresenceItems} opens="menu">
        <UnstyledButton className={styles.chip}>
          <PresenceDot state={own.state} />
          <span>
            <span className="pv-sr">{t('presence.yours')} </span>
            {word(own)}
          </span>
          <span className={own.until ? styles.countdown : styles.aside}>
            <Since own={own} />
          </span>
          <Icon name="chevron-down" size={14} />
        </UnstyledButton>
      </Late>
    </>
  );
}
