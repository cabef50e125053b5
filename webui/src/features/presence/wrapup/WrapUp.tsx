import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Call, Presence } from '@/api';
import { Icon } from '@/components';
import { contactPath } from '@/features/calls/contact';
import { ContactDetail, ContactMark, ContactName } from '@/features/calls/who';
import { useFormat } from '@/lib/format';
import { http } from '@/lib/http';
import { useConnection } from '@/lib/socket';

import { Countdown } from '../Countdown';
import { Ring } from './Ring';
import { useLastCall } from './useLastCall';
import styles from './WrapUp.module.css';
import { Work } from './Work';

interface Props {
  own: Presence;
  /** Something typed waits here, whether or not the time is up. */
  busy: boolean;
  onBusy: (busy: boolean) => void;
}

/** The time after a call: its notes, the next step, and the way back, on every page. */
export function WrapUp({ own, busy, onBusy }: Props) {
  const { t } = useTranslation(['presence', 'common']);
  const call = useLastCall(own.until ? own.since : null, busy);
  const narrow = useMediaQuery('(max-width: 1100px)', undefined, { getInitialValueInEffect: false });
  const [open, toggle] = useDisclosure(!narrow);
  useEffect(() => () => onBusy(false), [onBusy]);
  if (!own.until && !busy) return null;
  return (
    <section className={styles.panel} aria-label={t('common:presence.wrap_up')}>
      <Head own={own} open={open} onToggle={toggle.toggle} />
      <div className={styles.body} hidden={!open}>
        {call && <Who call={call} />}
        <Work key={call?.id} call={call} over={!own.until} onBusy={onBusy} onOpen={toggle.open} />
      </div>
    </section>
  );
}

function Head({ own, open, onToggle }: { own: Presence; open: boolean; onToggle: () => void }) {
  const { t } = useTranslation(['presence', 'common']);
  const frozen = useConnection() !== 'online';
  const prolong = useMutation({ mutationFn: () => http.post('/api/me/presence/longer') });
  const { until, since } = own;
  return (
    <header className={styles.head}>
      {until ? <Ring since={since} until={until} frozen={frozen} /> : <Icon name="clock-exclamation" />}
      <h2>{until ? t('common:presence.wrap_up') : t('presence:wrapUp.over')}</h2>
      {until && (
        <>
          <span className={styles.left}>
            <Countdown until={until} frozen={frozen} />
          </span>
          <Button size="compact-xs" variant="default" disabled={prolong.isPending} onClick={() => prolong.mutate()}>
            {t('presence:longer')}
          </Button>
        </>
      )}
      <ActionIcon className={styles.fold} aria-expanded={open} aria-label={t(open ? 'presence:wrapUp.close' : 'presence:wrapUp.open')} onClick={onToggle}>
        <Icon name={open ? 'chevron-down' : 'chevron-up'} size={14} />
      </ActionIcon>
    </header>
  );
}

function Who({ call }: { call: Call }) {
  const { t } = useTranslation('presence');
  const { clock } = useFormat();
  return (
    <div className={styles.who}>
      <ContactMark contact={call} size={34} />
      <div className={styles.lines}>
        <Link to={contactPath(call)} className={`${styles.name} pv-cut`}>
          <ContactName contact={call} />
        </Link>
        <div className={styles.detail}>
          <ContactDetail contact={call} /> <span>{t('wrapUp.talked', { time: `\u2066${clock(call.talking_seconds)}\u2069` })}</span>
        </div>
      </div>
    </div>
  );
}
