import { useTranslation } from 'react-i18next';

import type { Entry } from '@/api';
import { Chip, Icon } from '@/components';
import { DispositionName } from '@/features/dispositions/DispositionName';
import { useFormat } from '@/lib/format';
import { useSession } from '@/lib/session';

import styles from './Entry.module.css';
import { liveKind, lookOf, textFact } from './look';
import { WhoWasIt } from './WhoWasIt';

/** What and when; `pinned`: with the day, for it stands apart from its own. */
export function EntryHead({ entry, pinned }: { entry: Entry; pinned: boolean }) {
  const { t } = useTranslation('timeline');
  const { time, dateTime } = useFormat();
  return (
    <div className={styles.head}>
      {entry.channel === 'note' ? <NoteHead entry={entry} /> : <TouchHead entry={entry} />}
      {entry.certainty === 'candidate' && <WhoWasIt entry={entry} />}
      <time dateTime={entry.occurred_at}>
        {entry.edited_at && <span className={styles.edited}>{t('edited')}</span>}
        {!pinned && entry.pinned_at && <Icon name="pin" size={12} label={t('pinned')} className={styles.pin} />}
        {pinned ? dateTime(entry.occurred_at) : time(entry.occurred_at)}
      </time>
    </div>
  );
}

function NoteHead({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const { t: touch } = useTranslation('touch');
  const me = useSession()?.user.id;
  return (
    <>
      <b className="pv-cut">{entry.agent?.id === me ? t('you') : (entry.agent?.name ?? t('someone'))}</b>
      <span className={styles.kind}>{touch(entry.about_id ? 'kind.noteAbout' : 'kind.note')}</span>
    </>
  );
}

function TouchHead({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const { t: touch } = useTranslation('touch');
  const look = lookOf(entry);
  const live = liveKind(entry);
  const disposition = textFact(entry, 'disposition_id');
  const subject = entry.subject ?? (look.outcome && touch(`outcome.${look.outcome}`));
  if (live) return <b className="pv-cut">{t(`live.${live}`)}</b>;
  if (look.kind === 'missed') return <MissedHead subject={subject} />;
  return (
    <>
      <span className={subject || disposition ? styles.kind : styles.only}>{touch(`kind.${look.kind}`)}</span>
      {disposition ? (
        <b className={`${styles.subject} pv-cut`}>
          <DispositionName id={disposition} />
        </b>
      ) : (
        subject && (
          <b className={`${styles.subject} pv-cut`} dir="auto">
            {subject}
          </b>
        )
      )}
      {entry.facts.undisposed === true && <Chip tone="warn">{t('undisposed')}</Chip>}
    </>
  );
}

function MissedHead({ subject }: { subject: string | undefined }) {
  const { t } = useTranslation('touch');
  return (
    <>
      <b className={styles.missed}>{t('kind.missed')}</b>
      {subject && <span className={`${styles.kind} pv-cut`}>{subject}</span>}
    </>
  );
}
