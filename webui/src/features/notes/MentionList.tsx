import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Mention } from '@/api';
import { Avatar, EmptyState, ErrorState, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import styles from './Mentions.module.css';
import { NoteText } from './NoteText';
import { useMentions, useReadMentions } from './useMentions';

/** The day before which a note's page is opened, so that the note is in sight. */
function placeOf(mention: Mention, dayKey: (iso: string) => string): string {
  if (mention.customer) return `/customers/${mention.customer.id}?at=${dayKey(mention.entry.occurred_at)}`;
  return mention.entry.identity_id ? `/identities/${mention.entry.identity_id}` : '/customers';
}

/** Notes that name the reader; opened, one counts as read. */
export function MentionList({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation('notes');
  const problem = useProblemText();
  const { mentions, query } = useMentions();
  const read = useReadMentions();
  const unread = mentions.filter(({ read_at }) => read_at === null).map(({ id }) => id);
  return (
    <div className={styles.panel}>
      <div className={styles.head}>
        <h2>{t('title')}</h2>
        {unread.length > 0 && (
          <Button size="compact-xs" variant="subtle" loading={read.isPending} onClick={() => read.mutate(unread)}>
            {t('readAll')}
          </Button>
        )}
      </div>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('title')}>
        {query.isPending && <SkeletonRows rows={3} />}
        {query.isError && mentions.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && mentions.length === 0 && <EmptyState icon="at" title={t('empty')} text={t('emptyText')} />}
        <ul>
          {mentions.map((mention) => (
            <Row
              key={mention.id}
              mention={mention}
              onOpen={() => {
                if (mention.read_at === null) read.mutate([mention.id]);
                onLeave();
              }}
            />
          ))}
        </ul>
        {mentions.length > 0 && <EndOfList query={query} more={t('more')} problem={problem} />}
      </div>
    </div>
  );
}

function Row({ mention, onOpen }: { mention: Mention; onOpen: () => void }) {
  const { t } = useTranslation('notes');
  const { when, dayKey } = useFormat();
  const { by, customer, entry } = mention;
  return (
    <li className={styles.row} data-unread={mention.read_at === null}>
      <Avatar name={by?.name ?? ''} initials={by?.initials} size={28} />
      <div className={styles.lines}>
        <div className={styles.line}>
          <Link to={placeOf(mention, dayKey)} onClick={onOpen} className="pv-cut">
            {t('by', { who: by?.name ?? t('somebody'), customer: customer?.name ?? t('contact') })}
          </Link>
          {mention.read_at === null && <span className="pv-sr">{t('new')}</span>}
          <time dateTime={mention.created_at}>{when(mention.created_at)}</time>
        </div>
        <NoteText className={styles.text} text={entry.text ?? ''} mentions={entry.mentions} />
      </div>
    </li>
  );
}
