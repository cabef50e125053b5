import { Drawer } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { CallDetail } from '@/api';
import { Callout, ErrorState, SkeletonRows } from '@/components';
import { CallerChoice } from '@/features/pops/CallerChoice';
import { part } from '@/lib/parts';
import { useCan, useSession } from '@/lib/session';

import styles from './CallDrawer.module.css';
import { CallFactsList } from './CallFactsList';
import { CallNotes } from './CallNotes';
import { Outcome } from './CallRow';
import { contactPath, dialable } from './contact';
import { DialButton, useDial } from './DialButton';
import { DialStatus } from './DialStatus';
import { Legs } from './Legs';
import { useCall } from './useCalls';
import { ContactDetail, ContactMark, ContactName } from './who';

const CallDisposition = lazy(part(() => import('@/features/dispositions/CallDisposition'), 'CallDisposition', 'dispositions'));
const CallAudio = lazy(part(() => import('@/features/recordings/CallAudio'), 'CallAudio', 'recordings'));

/** One call in full, beside the list. */
export function CallDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('calls');
  const { call, missing, query } = useCall(id);
  return (
    <Drawer opened onClose={onClose} position="right" size={440} title={t('detail.title')} closeButtonProps={{ 'aria-label': t('detail.close') }}>
      {missing && <Callout tone="warn">{t('detail.notFound')}</Callout>}
      {query.isPending && <SkeletonRows rows={4} />}
      {query.isError && !missing && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {call && <Detail call={call} />}
    </Drawer>
  );
}

/** Whoever took the call says what came of it, and those who see all calls. */
function useMayDispose(call: CallDetail): boolean {
  const me = useSession()?.user.id;
  const all = useCan('calls:read_all');
  const control = useCan('calls:control');
  return control && (all || call.agents.some(({ id }) => id === me));
}

function Detail({ call }: { call: CallDetail }) {
  const { t } = useTranslation('calls');
  const dial = useDial();
  const number = dialable(call);
  const mayListen = useCan('recordings:own');
  const mayDispose = useMayDispose(call);
  return (
    <div className={styles.detail}>
      <div className={styles.who}>
        <ContactMark contact={call} size={44} />
        <div className={styles.lines}>
          <h2>
            {call.customer || call.identity_id ? (
              <Link to={contactPath(call)}>
                <ContactName contact={call} />
              </Link>
            ) : (
              <ContactName contact={call} />
            )}
          </h2>
          <div className={styles.second}>
            <ContactDetail contact={call} />
          </div>
        </div>
        <Outcome call={call} />
      </div>
      {number !== null && <DialButton number={number} dial={dial} />}
      {number !== null && dial.allowed && (dial.state !== 'idle' || !dial.ready) && <DialStatus command={dial} number={number} ready={dial.ready} />}
      <CallerChoice call={call} />
      {call.recovered && <Callout tone="info">{t('detail.recovered')}</Callout>}
      {call.inferred && <Callout tone="info">{t('detail.inferred')}</Callout>}
      <CallFactsList call={call} />
      {mayDispose && (
        <Suspense>
          <CallDisposition key={call.id} call={call} />
        </Suspense>
      )}
      <section>
        <h3>{t('notes.label')}</h3>
        <CallNotes key={call.id} callId={call.id} notes={call.notes} version={call.notes_version} />
      </section>
      {mayListen && call.ended_at && (
        <Suspense>
          <CallAudio callId={call.id} headed />
        </Suspense>
      )}
      {call.legs.length > 0 && <Legs legs={call.legs} />}
    </div>
  );
}
