import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Person, Presence } from '@/api';
import { Avatar, EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { TeamChip } from '@/components/TeamChip';
import { useCan } from '@/lib/session';

import page from '../page.module.css';
import styles from '../teams/Teams.module.css';
import { branches, pathOf } from '../teams/tree';
import { useManages, useOrganisation, usePresenceOf } from '../teams/useTeams';
import { Abilities } from './Abilities';
import { OFFERED } from './languages';
import { PersonDialog } from './PersonDialog';
import { SkillsDialog } from './SkillsDialog';
import { type PeopleFilter, useLanguageName, usePeople } from './usePeople';

interface RowProps {
  person: Person;
  place: string;
  presence: Presence | undefined;
  onEdit: (() => void) | null;
}

function Row({ person, place, presence, onEdit }: RowProps) {
  const { t } = useTranslation(['teams', 'common']);
  return (
    <article className={[page.row, styles.member].join(' ')}>
      <div className={page.who}>
        <Avatar name={person.name} initials={person.initials} size={34} presence={presence?.state} />
        <div className={page.names}>
          <b className="pv-cut">
            <bdi>{person.name}</bdi>
          </b>
          <span className={[page.aside, 'pv-cut'].join(' ')}>
            {presence && t(`common:presence.${presence.state}`)}
            {presence && place && ' · '}
            <bdi>{place}</bdi>
          </span>
        </div>
      </div>
      <div className={styles.chips}>
        {person.teams.map((team) => (
          <TeamChip key={team.id} name={team.name} colour={team.colour} />
        ))}
        <Abilities person={person} />
      </div>
      {onEdit ? (
        <ActionIcon onClick={onEdit} aria-label={t('teams:person.editOne', { name: person.name })}>
          <Icon name="edit" />
        </ActionIcon>
      ) : (
        <span />
      )}
    </article>
  );
}

function Filters({ filter, onChange }: { filter: PeopleFilter; onChange: (part: PeopleFilter) => void }) {
  const { t } = useTranslation('teams');
  const { teams, units, skills } = useOrganisation();
  const nameOf = useLanguageName();
  const choice = (key: 'team_id' | 'unit_id' | 'skill_id' | 'language', label: string, data: { value: string; label: string }[]) => (
    <Select
      aria-label={label}
      placeholder={label}
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clear', { name: label }) }}
      searchable={data.length > 8}
      data={data}
      value={filter[key] ?? null}
      onChange={(value) => onChange({ [key]: value })}
    />
  );
  return (
    <div className={styles.filters}>
      <TextInput
        aria-label={t('filter.name')}
        placeholder={t('filter.name')}
        leftSection={<Icon name="search" />}
        value={filter.q ?? ''}
        maxLength={80}
        onChange={(event) => onChange({ q: event.target.value })}
      />
      {choice('team_id', t('filter.team'), teams.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name })))}
      {choice('unit_id', t('filter.unit'), branches(units).map(({ unit }) => ({ value: unit.id, label: pathOf(units, unit.id) })))}
      {choice('skill_id', t('filter.skill'), skills.map(({ id, name }) => ({ value: id, label: name })))}
      {choice('language', t('filter.language'), OFFERED.filter((tag) => !tag.includes('-')).map((tag) => ({ value: tag, label: nameOf(tag) })))}
    </div>
  );
}

/** Everybody with their teams, skills and languages; found by them. */
export function PeoplePage() {
  const { t } = useTranslation(['teams', 'settings', 'common']);
  const [filter, setFilter] = useState<PeopleFilter>({});
  const [asked] = useDebouncedValue(filter, 200);
  const { people, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = usePeople(asked);
  const { teams, units, skills } = useOrganisation();
  const presence = usePresenceOf();
  const manages = useManages();
  const may = useCan('teams:manage_own');
  const unitOf = new Map(teams.map(({ id, unit_id }) => [id, unit_id]));
  const mine = (person: Person) => may && (manages(person.unit_id) || person.teams.some(({ id }) => manages(unitOf.get(id) ?? null)));
  const [editing, setEditing] = useState<Person | 'skills' | null>(null);
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.people')}>
        {useCan('teams:manage') && (
          <Button variant="default" leftSection={<Icon name="list" />} onClick={() => setEditing('skills')}>
            {t('teams:skill.list')}
          </Button>
        )}
      </PageHeader>
      <div className={page.body}>
        <Filters filter={filter} onChange={(part) => setFilter((before) => ({ ...before, ...part }))} />
        {isPending && <SkeletonRows rows={6} />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {people?.length === 0 && <EmptyState icon="users" title={t('teams:person.none.title')} text={t('teams:person.none.text')} />}
        {people && people.length > 0 && (
          <div className={page.list}>
            {people.map((person) => (
              <Row
                key={person.id}
                person={person}
                place={pathOf(units, person.unit_id)}
                presence={presence.get(person.id)}
                onEdit={mine(person) ? () => setEditing(person) : null}
              />
            ))}
          </div>
        )}
        {hasNextPage && (
          <Button variant="default" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('teams:showMore')}
          </Button>
        )}
      </div>
      {editing === 'skills' && <SkillsDialog skills={skills} onClose={() => setEditing(null)} />}
      {editing && editing !== 'skills' && <PersonDialog person={editing} units={units} skills={skills} onClose={() => setEditing(null)} />}
    </div>
  );
}
