import { Button, CloseButton, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { dirOf } from '@/components/dirOf';
import { useCan } from '@/lib/session';

import styles from './Tasks.module.css';
import { TeamPeople } from './TeamPeople';
import type { Narrowed, View } from './useTaskList';
import { useMyTeams } from './useMyTeams';

const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
const SETTLED_MS = 200;

interface Props {
  view: View;
  narrowed: Narrowed;
  onChange: (changes: Partial<Narrowed>) => void;
  choosing: boolean;
  onChoosing: () => void;
}

/** Narrows the list: a team and its people, words, priority, promises; and begins to choose several. */
export function TaskTools({ view, narrowed, onChange, choosing, onChoosing }: Props) {
  const { t } = useTranslation('tasks');
  const writes = useCan('tasks:write');
  const promised = narrowed.promise !== '';
  return (
    <div className={styles.tools}>
      {view === 'team' && <TeamChoice team={narrowed.team} onTeam={(team) => onChange({ team, person: '' })} />}
      <Words value={narrowed.q} onChange={(q) => onChange({ q })} />
      <Select
        className={styles.select}
        aria-label={t('field.priority')}
        placeholder={t('filter.priority')}
        clearable
        clearButtonProps={{ 'aria-label': t('filter.clear') }}
        data={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
        value={narrowed.priority || null}
        onChange={(priority) => onChange({ priority: priority ?? '' })}
      />
      <Button variant={promised ? 'light' : 'default'} aria-pressed={promised} leftSection={<Icon name="clock-exclamation" />} onClick={() => onChange({ promise: promised ? '' : '1' })}>
        {t('filter.promises')}
      </Button>
      {writes && (
        <Button className={styles.choose} variant={choosing ? 'light' : 'default'} aria-pressed={choosing} leftSection={<Icon name="checks" />} onClick={onChoosing}>
          {t('many.begin')}
        </Button>
      )}
      {view === 'team' && narrowed.team !== '' && <TeamPeople team={narrowed.team} person={narrowed.person} onPerson={(person) => onChange({ person })} />}
    </div>
  );
}

function Words({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const { t } = useTranslation('tasks');
  const [text, setText] = useState(value);
  const tell = useDebouncedCallback(onChange, SETTLED_MS);
  const write = (words: string) => {
    setText(words);
    tell(words);
  };
  return (
    <TextInput
      className={styles.search}
      aria-label={t('filter.words')}
      placeholder={t('filter.words')}
      leftSection={<Icon name="search" />}
      rightSection={text !== '' && <CloseButton size="sm" aria-label={t('filter.clear')} onClick={() => write('')} />}
      value={text}
      dir={dirOf(text)}
      onChange={(event) => write(event.currentTarget.value)}
    />
  );
}

function TeamChoice({ team, onTeam }: { team: string; onTeam: (team: string) => void }) {
  const { t } = useTranslation('tasks');
  const teams = useMyTeams();
  const first = teams[0]?.id;
  useEffect(() => {
    if (team === '' && first !== undefined) onTeam(first);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the first team is chosen once, where none is
  }, [team, first]);
  return (
    <Select
      className={styles.team}
      aria-label={t('field.team')}
      placeholder={t('field.team')}
      searchable={teams.length > 8}
      allowDeselect={false}
      nothingFoundMessage={t('filter.noTeam')}
      data={teams.map(({ id, name }) => ({ value: id, label: name }))}
      value={team || null}
      onChange={(id) => id && onTeam(id)}
    />
  );
}
