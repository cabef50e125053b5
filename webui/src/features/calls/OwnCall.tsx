import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Call } from '@/api';
import { CallerChoice } from '@/features/pops/CallerChoice';
import { FollowUp } from '@/features/tasks/FollowUp';
import { useCan } from '@/lib/session';

import { CallNotes } from './CallNotes';
import { contactPath } from './contact';
import styles from './OwnCall.module.css';
import { ContactDetail, ContactMark, ContactName } from './who';

/** The agent's own call beside the list: who it is, and the notes. */
export function OwnCall({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const { t: tasks } = useTranslation('tasks');
  const follows = useCan('tasks:write');
  return (
    <aside className={styles.own} aria-label={t('desk.mine')}>
      <div className={styles.who}>
        <ContactMark contact={call} size={44} />
        <div className={styles.lines}>
          <Link to={contactPath(call)} className={styles.name}>
            <ContactName contact={call} />
          </Link>
          <div className={styles.detail}>
            <ContactDetail contact={call} />
          </div>
        </div>
      </div>
      <CallerChoice call={call} />
      <h2>{t('notes.label')}</h2>
      <CallNotes callId={call.id} notes={call.notes} version={call.notes_version} minRows={6} />
      {follows && (
        <>
          <h2>{tasks('follow.title')}</h2>
          <FollowUp callId={call.id} />
        </>
      )}
    </aside>
  );
}
