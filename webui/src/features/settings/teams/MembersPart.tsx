import { ActionIcon, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Person, Presence, Team, TeamMember } from '@/api';
import { Avatar, Callout, Chip, Icon } from '@/components';
import { http, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { Abilities } from '../people/Abilities';
import { usePeople } from '../people/usePeople';
import styles from './Teams.module.css';
import { useByName, usePresenceOf } from './useTeams';

function useMembers(team: Team) {
  const path = (userId: string) => `/api/teams/${team.id}/members/${userId}`;
  const set = useMutation({ mutationFn: ({ id, lead }: { id: string; lead: boolean }) => http.put(path(id), { lead }) });
  const remove = useMutation({ mutationFn: (id: string) => http.delete(path(id)) });
  return { set, remove };
}

interface RowProps {
  member: TeamMember;
  person: Person | undefined;
  presence: Presence | undefined;
  may: boolean;
  onLead: () => void;
  onRemove: () => void;
}

function Member({ member, person, presence, may, onLead, onRemove }: RowProps) {
  const { t } = useTranslation(['teams', 'common']);
  return (
    <article className={[page.row, styles.member].join(' ')} data-off={!member.active}>
      <div className={page.who}>
        <Avatar name={member.name} initials={member.initials} size={34} presence={presence?.state} />
        <div className={page.names}>
          <span className={styles.title}>
            <b className="pv-cut">
              <bdi>{member.name}</bdi>
            </b>
            {member.lead && <Chip tone="accent">{t('teams:lead')}</Chip>}
          </span>
          <span className={page.aside}>{member.active ? presence && t(`common:presence.${presence.state}`) : t('teams:inactive')}</span>
        </div>
      </div>
      <Abilities person={person} />
      {may ? (
        <div className={page.actions}>
          <ActionIcon onClick={onLead} aria-pressed={member.lead} aria-label={t(member.lead ? 'teams:unleadOne' : 'teams:leadOne', { name: member.name })}>
            <Icon name="star" />
          </ActionIcon>
          <ActionIcon onClick={onRemove} aria-label={t('teams:removeOne', { name: member.name })}>
            <Icon name="x" />
          </ActionIcon>
        </div>
      ) : (
        <span />
      )}
    </article>
  );
}

/** Who is in the team, with what they can do. */
export function MembersPart({ team, may }: { team: Team; may: boolean }) {
  const { t } = useTranslation('teams');
  const text = useProblemText();
  const byName = useByName();
  const presence = usePresenceOf();
  const { people } = usePeople({ team_id: team.id });
  const { set, remove } = useMembers(team);
  const error = set.error ?? remove.error;
  const inside = new Set(team.members.map(({ id }) => id));
  const others = [...presence.values()].filter(({ user_id }) => !inside.has(user_id)).sort(byName);
  return (
    <section>
      <div className={styles.part}>
        <h2>{t('members')}</h2>
        {may && team.active && (
          <Select
            className={styles.add}
            key={team.members.length}
            aria-label={t('addMember')}
            placeholder={t('addMember')}
            searchable
            nothingFoundMessage={t('nobody')}
            data={others.map(({ user_id, name }) => ({ value: user_id, label: name }))}
            value={null}
            onChange={(id) => id && set.mutate({ id, lead: false })}
          />
        )}
      </div>
      {error && <Callout tone="bad" alert title={text(error)} />}
      <div className={page.list}>
        {team.members.map((member) => (
          <Member
            key={member.id}
            member={member}
            person={people?.find(({ id }) => id === member.id)}
            presence={presence.get(member.id)}
            may={may}
            onLead={() => set.mutate({ id: member.id, lead: !member.lead })}
            onRemove={() => remove.mutate(member.id)}
          />
        ))}
        {team.members.length === 0 && <p className={styles.none}>{t('noMembers')}</p>}
      </div>
    </section>
  );
}
