import { useTranslation } from 'react-i18next';

import type { Presence, TeamMember } from '@/api';
import { Avatar } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Teams.module.css';

const MOST = 5;

/** Who is in a team, by avatar and presence; their names for who cannot see that. */
export function Faces({ members, presence }: { members: TeamMember[]; presence: Map<string, Presence> }) {
  const { t, i18n } = useTranslation('teams');
  const { number } = useFormat();
  const shown = members.slice(0, MOST);
  const more = members.length - shown.length;
  return (
    <span className={styles.faces} title={new Intl.ListFormat(i18n.language).format(members.map(({ name }) => name))}>
      {shown.map((member) => (
        <Avatar key={member.id} name={member.name} initials={member.initials} size={28} presence={presence.get(member.id)?.state} />
      ))}
      <span className={styles.count}>
        {more > 0 ? t('more', { shown: number(more) }) : t('people', { count: members.length, shown: number(members.length) })}
      </span>
    </span>
  );
}
