import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Call } from '@/api';
import { Icon } from '@/components';
import { useFormat, useNow } from '@/lib/format';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { part } from '@/lib/parts';
import { useCan, useSession } from '@/lib/session';

import styles from './CallBar.module.css';
import { useCommand } from './command';
import { CommandStatus } from './CommandStatus';
import { contactPath } from './contact';
import { running } from './durations';
import { useCurrentCall } from './useCalls';
import { ContactDetail, ContactMark, ContactName } from './who';

// Fetched as the phone rings: nobody passes a call on before it is answered.
const loadTransfer = part(() => import('./TransferPopup'), 'TransferPopup');
const TransferPopup = lazy(loadTransfer);
const HoldButton = lazy(part(() => import('./HoldButton'), 'HoldButton'));

/** The call this agent is on, on every page while it lasts; nothing outside a call. */
export function CallBar() {
  const { call, others } = useCurrentCall();
  return call && <Bar key={call.id} call={call} others={others} />;
}

function Bar({ call, others }: { call: Call; others: number }) {
  const { t } = useTranslation('calls');
  const allowed = useCan('calls:control');
  const answered = call.answered_at !== null;
  return (
    <section className={styles.bar} aria-label={t('bar.label')}>
      <Party call={call} />
      <div className={styles.middle}>
        <BarTimer call={call} />
        {others > 0 && <span className={styles.others}>{t('bar.more', { count: others })}</span>}
      </div>
      {allowed && <Controls call={call} answered={answered} />}
    </section>
  );
}

function Party({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const organisation = call.customer?.organisation;
  return (
    <div className={styles.party}>
      <ContactMark contact={call} size={40} />
      <div className={styles.lines}>
        <div className="pv-cut">
          <Link to={contactPath(call)} className={styles.name} title={t('bar.open')}>
            <ContactName contact={call} />
          </Link>{' '}
          {organisation && <bdi className={styles.organisation}>{organisation}</bdi>}
        </div>
        <div className={`${styles.detail} pv-cut`}>
          <span>
            <ContactDetail contact={call} />
          </span>
          {call.queue && <span className={styles.queue}>{call.queue}</span>}
        </div>
      </div>
    </div>
  );
}

function BarTimer({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const { clock } = useFormat();
  const now = useNow();
  const held = call.state === 'held';
  const label = held ? t('bar.held') : call.answered_at ? null : t('bar.dialling');
  return (
    <span className={styles.timing} data-held={held}>
      {label && <span>{label}</span>}
      <bdi dir="ltr" role="timer" className={`${styles.timer} pv-num`}>
        {clock(running(call, now))}
      </bdi>
    </span>
  );
}

function Controls({ call, answered }: { call: Call; answered: boolean }) {
  const { t } = useTranslation('calls');
  const session = useSession();
  const canHold = session?.extension?.can_hold ?? false;
  const [open, popup] = useDisclosure(false);
  const hangup = useCommand();
  const transfer = useCommand();
  const consult = useCommand();
  const back = useCommand();
  // What the phone has done, so that it is the same in another tab and after a reload.
  const asking = call.asking !== null && call.asking === session?.user.id;
  const end = () => hangup.send(`/api/calls/${call.id}/hangup`);
  const bindings = useMemo<KeyBinding[]>(
    () => [
      { code: 'KeyX', label: t('keys.transfer'), run: popup.toggle },
      { code: 'KeyH', shift: true, label: t('keys.hangup'), run: () => hangup.send(`/api/calls/${call.id}/hangup`) },
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the commands are new on each render but send the same
    [t, call.id, popup.toggle],
  );
  useKeys('call', bindings);
  useEffect(() => void loadTransfer(), []);
  return (
    <div className={styles.controls}>
      <CommandStatus command={hangup} failed="command.hangupFailed" />
      <CommandStatus command={transfer} failed="command.transferFailed" done="command.transferred" />
      <CommandStatus command={consult} failed="command.transferFailed" />
      {asking && (
        <span role="status" className={styles.asking}>
          {t('command.asking')}
        </span>
      )}
      <CommandStatus command={back} failed="command.backFailed" />
      <Suspense>
        {answered && !asking && canHold && <HoldButton call={call} />}
        {answered && !asking && (
          <TransferPopup
            open={open}
            onToggle={popup.toggle}
            onClose={popup.close}
            command={transfer}
            attended={consult}
            callId={call.id}
          />
        )}
      </Suspense>
      {asking && (
        <>
          <button
            type="button"
            className={styles.control}
            disabled={back.state === 'sending'}
            onClick={() => back.send(`/api/calls/${call.id}/transfer/cancel`)}
          >
            <Icon name="arrow-back-up" size={20} mirror />
            {t('bar.back')}
          </button>
          <Button
            size="lg"
            className={styles.hangup}
            leftSection={<Icon name="arrows-right-left" size={18} />}
            loading={hangup.state === 'sending'}
            onClick={end}
          >
            {t('bar.handOver')}
          </Button>
        </>
      )}
      {!asking && (
        <Button
          size="lg"
          color="red"
          className={styles.hangup}
          leftSection={<Icon name="phone-off" size={18} />}
          loading={hangup.state === 'sending'}
          onClick={end}
        >
          {t('bar.hangup')}
        </Button>
      )}
    </div>
  );
}
