import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Entry } from '@/api';
import { Avatar, ChannelTile, Chip } from '@/components';
import { useFormat } from '@/lib/format';
import { useSession } from '@/lib/session';

import { CallFacts, LiveCallFacts } from './CallFacts';
import styles from './Entry.module.css';
import { Fact } from './Fact';
import { liveKind, lookOf, textFact } from './look';

/** One touch on the timeline: what and when, the words, the facts. */
export function EntryRow({ entry }: { entry: Entry }) {
  const look = lookOf(entry);
  const live = liveKind(entry) !== null;
  const note = entry.channel === 'note';
  return (
    <li className={styles.entry} data-live={live} data-note={note}>
      <span className={styles.mark}>
        <ChannelTile channel={look.tile} icon={look.icon} filled={live} />
      </span>
      <div className={styles.body}>
        <Head entry={entry} />
        {entry.text && (
          <p className={note ? styles.note : styles.text} dir="auto">
            {entry.text}
          </p>
        )}
        {!note && <Facts entry={entry} />}
      </div>
    </li>
  );
}

function Head({ entry }: { entry: Entry }) {
  const { time } = useFormat();
  return (
    <div className={styles.head}>
      {entry.channel === 'note' ? <NoteHead entry={entry} /> : <TouchHead entry={entry} />}
      {entry.certainty === 'candidate' && <Maybe />}
      <time dateTime={entry.occurred_at}>{time(entry.occurred_at)}</time>
    </div>
  );
}

function NoteHead({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const me = useSession()?.user.id;
  return (
    <>
      <b className="pv-cut">{entry.agent?.id === me ? t('you') : (entry.agent?.name ?? t('someone'))}</b>
      <span className={styles.kind}>{t('kind.note')}</span>
    </>
  );
}

function TouchHead({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const look = lookOf(entry);
  const live = liveKind(entry);
  const subject = entry.subject ?? (look.outcome && t(`outcome.${look.outcome}`));
  if (live) return <b className="pv-cut">{t(`live.${live}`)}</b>;
  if (look.kind === 'missed') return <MissedHead subject={subject} />;
  return (
    <>
      <span className={subject ? styles.kind : styles.only}>{t(`kind.${look.kind}`)}</span>
      {subject && (
        <b className={`${styles.subject} pv-cut`} dir="auto">
          {subject}
        </b>
      )}
    </>
  );
}

function MissedHead({ subject }: { subject: string | undefined }) {
  const { t } = useTranslation('timeline');
  return (
    <>
      <b className={styles.missed}>{t('kind.missed')}</b>
      {subject && <span className={`${styles.kind} pv-cut`}>{subject}</span>}
    </>
  );
}

function Maybe() {
  const { t } = useTranslation('timeline');
  return (
    <span title={t('maybeHint')}>
      <Chip tone="line">{t('maybe')}</Chip>
      <span className="pv-sr">{t('maybeHint')}</span>
    </span>
  );
}

function Facts({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const { digits } = useFormat();
  const queue = textFact(entry, 'queue');
  const dialled = textFact(entry, 'dialled');
  return (
    <div className={styles.facts}>
      {entry.channel === 'call' && (liveKind(entry) ? <LiveCallFacts entry={entry} /> : <CallFacts entry={entry} />)}
      {queue && <span className={styles.fact}>{t('fact.queue', { name: queue })}</span>}
      {!queue && dialled && <Fact label={t('fact.to')} value={digits(dialled)} clock />}
      {entry.agent && <Agent entry={entry} />}
      {entry.call_id && (
        <Link className={styles.details} to={`/calls?call=${entry.call_id}`}>
          {t('details')}
        </Link>
      )}
    </div>
  );
}

function Agent({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const me = useSession()?.user.id;
  if (!entry.agent) return null;
  return (
    <span className={styles.fact}>
      <Avatar name={entry.agent.name} initials={entry.agent.initials} size={20} />
      {entry.agent.id === me ? t('you') : entry.agent.name}
    </span>
  );
}
