import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { ConversationRow } from '@/api';
import { Avatar, Icon } from '@/components';
import { TeamChip } from '@/components/TeamChip';
import { useFormat } from '@/lib/format';
import { useSession } from '@/lib/session';

import styles from './Conversations.module.css';
import { Face, Who } from './who';

/** One conversation of the list: with whom, the latest words, when, and whose it is. */
export function Row({ row, to, current }: { row: ConversationRow; to: string; current: boolean }) {
  const { t } = useTranslation('conversations');
  const { when, number } = useFormat();
  const unread = row.unread > 0;
  return (
    <li className={styles.row} data-current={current} data-unread={unread}>
      <Link to={to} className={styles.link} aria-current={current ? 'true' : undefined}>
        <Face one={row} />
        <span className={styles.lines}>
          <span className={styles.line}>
            <b className="pv-cut">
              <Who one={row} />
            </b>
            <time className={styles.time} dateTime={row.last_at}>
              {when(row.last_at)}
            </time>
          </span>
          <span className={styles.line}>
            <Words row={row} />
            {unread && (
              <span className={styles.unread}>
                <span aria-hidden>{number(row.unread)}</span>
                <span className="pv-sr">{t('unread', { count: row.unread, number: number(row.unread) })}</span>
              </span>
            )}
          </span>
          <Whose row={row} />
        </span>
      </Link>
    </li>
  );
}

function Words({ row }: { row: ConversationRow }) {
  const { t } = useTranslation('conversations');
  const ours = row.direction === 'out';
  return (
    <span className={styles.snippet}>
      {ours && <span className={styles.ours}>{row.automatic ? t('byItself') : t('we')}</span>}
      <bdi className="pv-cut" dir="auto">
        {row.snippet || t('noText')}
      </bdi>
    </span>
  );
}

function Whose({ row }: { row: ConversationRow }) {
  const { t } = useTranslation('conversations');
  const { dateTime } = useFormat();
  const me = useSession()?.user.id;
  const { assignee, team, snoozed_until: until } = row;
  if (!assignee && !team && !until) return null;
  return (
    <span className={styles.whose}>
      {until && (
        <span className={styles.until}>
          <Icon name="zzz" size={13} />
          {t('until', { when: dateTime(until) })}
        </span>
      )}
      {team && <TeamChip name={team.name} colour={team.colour} />}
      {assignee && (
        <span className={styles.assignee}>
          <Avatar name={assignee.name} size={20} />
          <bdi className="pv-cut">{assignee.id === me ? t('you') : assignee.name}</bdi>
        </span>
      )}
    </span>
  );
}
