import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '@/api';
import { ChannelIcon, ChannelTile } from '@/components';
import { Attachments } from '@/features/attachments/Attachments';
import { attachmentsOf } from '@/features/attachments/facts';
import { NoteText } from '@/features/notes/NoteText';
import { EntryAudio } from '@/features/recordings/EntryAudio';
import { useFormat } from '@/lib/format';

import { EditNote } from './EditNote';
import styles from './Entry.module.css';
import { EntryFacts } from './EntryFacts';
import { EntryHead } from './EntryHead';
import { EntryMenu } from './EntryMenu';
import { liveKind, lookOf } from './look';

interface Props {
  entry: Entry;
  /** One line until it is opened. */
  compact?: boolean;
  /** Shown above the stream, where keys do not walk over it. */
  pinned?: boolean;
}

/** One touch on the timeline: what and when, the words, the facts. */
export const EntryRow = memo(function EntryRow({ entry, compact = false, pinned = false }: Props) {
  const [open, setOpen] = useState(false);
  const [editing, setEditing] = useState(false);
  const look = lookOf(entry);
  const live = liveKind(entry) !== null;
  const note = entry.channel === 'note';
  const place = pinned ? {} : { 'data-entry': entry.id, tabIndex: -1 };
  if (compact && !open && !live && !editing) return <CompactRow entry={entry} place={place} onOpen={() => setOpen(true)} />;
  return (
    <li className={styles.entry} data-live={live} data-note={note} {...place}>
      <span className={styles.mark}>
        <ChannelTile channel={look.tile} icon={look.icon} filled={live} />
      </span>
      <div className={styles.body}>
        <EntryHead entry={entry} pinned={pinned} />
        {editing ? <EditNote entry={entry} onClose={() => setEditing(false)} /> : <Words entry={entry} />}
        <Attachments files={attachmentsOf(entry.facts)} />
        <EntryFacts entry={entry} />
        {entry.channel === 'call' && <EntryAudio entry={entry} />}
        <EntryMenu entry={entry} onEdit={() => setEditing(true)} />
      </div>
    </li>
  );
});

function Words({ entry }: { entry: Entry }) {
  if (!entry.text) return null;
  if (entry.channel === 'note') return <NoteText className={styles.note} text={entry.text} mentions={entry.mentions} />;
  return (
    <p className={styles.text} dir="auto">
      {entry.text}
    </p>
  );
}

function CompactRow({ entry, place, onOpen }: { entry: Entry; place: object; onOpen: () => void }) {
  const { t } = useTranslation('timeline');
  const { t: touch } = useTranslation('touch');
  const { time } = useFormat();
  const look = lookOf(entry);
  const words = entry.channel === 'note' ? entry.text : (entry.subject ?? (look.outcome && touch(`outcome.${look.outcome}`)) ?? entry.text);
  return (
    <li className={styles.line} data-note={entry.channel === 'note'} {...place}>
      <button type="button" aria-expanded={false} onClick={onOpen}>
        <ChannelIcon channel={look.tile} icon={look.icon} />
        <span className={look.kind === 'missed' ? styles.missed : styles.kind}>{touch(`kind.${look.kind}`)}</span>
        <span className={`${styles.subject} pv-cut`} dir="auto">
          {words}
        </span>
        {entry.certainty === 'candidate' && <span className={styles.kind}>{t('maybe')}</span>}
        {entry.agent && <span className={`${styles.by} pv-cut`}>{entry.agent.name}</span>}
        <time dateTime={entry.occurred_at}>{time(entry.occurred_at)}</time>
      </button>
    </li>
  );
}
