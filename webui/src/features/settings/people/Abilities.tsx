import { useTranslation } from 'react-i18next';

import type { Person } from '@/api';
import { Chip } from '@/components';
import { useFormat } from '@/lib/format';

import styles from '../teams/Teams.module.css';
import { useLanguageName } from './usePeople';

/** What somebody can do: skills with their level, and languages. */
export function Abilities({ person }: { person: Pick<Person, 'skills' | 'languages'> | undefined }) {
  const { t } = useTranslation('teams');
  const { number } = useFormat();
  const nameOf = useLanguageName();
  return (
    <span className={styles.chips}>
      {person?.skills.map((skill) => (
        <Chip key={skill.id} tone="line">
          <bdi>{skill.name}</bdi>{' '}
          <span className={styles.level} aria-label={t('skill.levelOf', { shown: number(skill.level) })}>
            {number(skill.level)}
          </span>
        </Chip>
      ))}
      {person?.languages.map((tag) => (
        <Chip key={tag}>{nameOf(tag)}</Chip>
      ))}
    </span>
  );
}
