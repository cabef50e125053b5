import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '@/api';
import { Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { part } from '@/lib/parts';
import { useCan } from '@/lib/session';

import { audioOf, stateKey } from './audio';
import styles from './Recordings.module.css';

const CallAudio = lazy(part(() => import('./CallAudio'), 'CallAudio', 'recordings'));

/** What was recorded of a call, on its entry: a button that opens the player and plays, or why there is nothing to hear. */
export function EntryAudio({ entry }: { entry: Entry }) {
  const { t } = useTranslation('recordings');
  const { clock } = useFormat();
  const [open, setOpen] = useState(false);
  const may = useCan('recordings:own');
  const told = audioOf(entry);
  const first = told.find(({ state }) => state === 'fetched');
  if (!may || !entry.call_id || !told[0]) return null;
  if (!first) return <p className={styles.words}>{t(stateKey(told[0]))}</p>;
  const stamp = told.map(({ id, state }) => `${id} ${state}`).join();
  return (
    <div className={styles.audio}>
      <button type="button" className={styles.listen} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevron-up' : 'player-play'} size={16} />
        {t(`listen.${first.kind}`)}
        {first.seconds !== undefined && <bdi dir="ltr">{clock(first.seconds)}</bdi>}
      </button>
      {open && (
        <Suspense>
          <CallAudio callId={entry.call_id} stamp={stamp} plays />
        </Suspense>
      )}
    </div>
  );
}
