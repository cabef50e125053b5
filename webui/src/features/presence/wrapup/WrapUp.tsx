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
import { useFormat, useNow } from '@/lib/format';
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
  const call = useLastCall(own.until ? own.since : null, busy, own.owed);
  const narrow = useMediaQuery('(max-width: 1100px)', undefined, { getInitialValueInEffect: false });
  const [open, toggle] = useDisclosure(!narrow);
  const late = useLate(own);
  useEffect(() => () => onBusy(false), [onBusy]);
  useEffect(() => {
    if (late) toggle.open();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- opened once, when the time is up; it may be folded again
  }, [late]);
  if (!own.until && !busy) return null;
  return (
    <section className={styles.panel} aria-label={t('common:presence.wrap_up')}>
      <Head own={own} late={late} open={open} onToggle={toggle.toggle} />
      <div className={styles.body} hidden={!open}>
        {call && <Who call={call} />}
        <Work key={call?.id} call={call} over={!own.until} owed={own.owed.length > 0 && (call === null || own.owed.includes(call.id))} onBusy={onBusy} onOpen={toggle.open} />
      </div>
    </section>
  );
}

/** The time is up, and a call still waits for its result: wrap-up lasts until it has one. */
function useLate({ until, owed }: Presence): boolean {
  const waits = until !== null && owed.length > 0;
  const now = useNow(waits);
  return waits && Date.parse(until) <= now;
}

interface HeadProps {
  own: Presence;
  late: boolean;
  open: boolean;
  onToggle: () => void;
}

function Head({ own, late, open, onToggle }: HeadProps) {
  const { t } = useTranslation(['presence', 'common', 'dispositions']);
  const frozen = useConnection() !== 'online';
  const prolong = useMutation({ mutationFn: () => http.post('/api/me/presence/longer') });
  const { until, since } = own;
  return (
    <header className={styles.head}>
      {until && !late ? <Ring since={since} until={until} frozen={frozen} /> : <Icon name="clock-exclamation" />}
      <h2>{late ? t('dispositions:late') : until ? t('common:presence.wrap_up') : t('presence:wrapUp.over')}</h2>
      {until && !late && (
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
          <ContactDetail contact={call} /> <span>{t('wrapUp.talked', { time: `\u2066${clock(Math.round(call.talking_seconds))}\u2069` })}</span>
        </div>
      </div>
    </div>
  );
}
