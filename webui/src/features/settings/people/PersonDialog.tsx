import { ActionIcon, SegmentedControl, Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Person, Skill, Unit } from '@/api';
import { Icon } from '@/components';
import { FormDialog } from '@/components/FormDialog';
import { useFormat } from '@/lib/format';
import { ApiProblem, useFieldError } from '@/lib/http';
import { useCan } from '@/lib/session';

import page from '../page.module.css';
import styles from '../teams/Teams.module.css';
import { UnitSelect } from '../teams/UnitSelect';
import { useSaving } from '../useSaving';
import { OFFERED } from './languages';
import { useLanguageName } from './usePeople';

const LEVELS = [1, 2, 3, 4, 5];

interface Props {
  person: Person;
  units: Unit[];
  skills: Skill[];
  onClose: () => void;
}

/** What the hub says about one of the languages, whose place in the list is in the field's name. */
function useLanguageError() {
  const fieldError = useFieldError();
  return (error: unknown) => {
    const found = error instanceof ApiProblem && error.fields.find(({ field }) => field.startsWith('body.languages'));
    return found ? fieldError(error, found.field) : undefined;
  };
}

/** Changes where somebody belongs and what they can do. */
export function PersonDialog({ person, units, skills, onClose }: Props) {
  const { t } = useTranslation(['teams']);
  const languageError = useLanguageError();
  const { number } = useFormat();
  const nameOf = useLanguageName();
  const places = useCan('teams:manage');
  const [unit, setUnit] = useState(person.unit_id);
  const [levels, setLevels] = useState(() => new Map(person.skills.map(({ id, level }) => [id, level])));
  const [tags, setTags] = useState(person.languages);
  const byLabel = new Map(OFFERED.map((tag) => [nameOf(tag), tag as string]));
  const save = useSaving('/api/people', 'people', person, onClose);
  const submit = () => {
    const body = { skills: [...levels].map(([skill_id, level]) => ({ skill_id, level })), languages: tags };
    save.mutate(places ? { ...body, unit_id: unit } : body);
  };
  const setLevel = (id: string, level: number | null) =>
    setLevels((before) => {
      const after = new Map(before);
      if (level === null) after.delete(id);
      else after.set(id, level);
      return after;
    });
  return (
    <FormDialog title={t('teams:person.editOne', { name: person.name })} size="lg" error={save.error} busy={save.isPending} onClose={onClose} onSubmit={submit}>
      {places && <UnitSelect label={t('teams:field.unit')} description={t('teams:person.unitText')} units={units} value={unit} onUnit={setUnit} />}
      <TagsInput
        label={t('teams:field.languages')}
        description={t('teams:person.languagesText')}
        data={[...byLabel.keys()]}
        value={tags.map(nameOf)}
        error={languageError(save.error)}
        maxTags={20}
        onChange={(labels) => setTags(labels.map((label) => byLabel.get(label) ?? tags.find((tag) => nameOf(tag) === label) ?? label.trim()))}
      />
      <fieldset className={styles.skills}>
        <legend>{t('teams:field.skills')}</legend>
        {skills
          .filter(({ id }) => levels.has(id))
          .map((skill) => (
            <div key={skill.id} className={styles.skill}>
              <bdi className="pv-cut">{skill.name}</bdi>
              <SegmentedControl
                size="xs"
                aria-label={t('teams:skill.level', { name: skill.name })}
                data={LEVELS.map((level) => ({ value: String(level), label: number(level) }))}
                value={String(levels.get(skill.id))}
                onChange={(level) => setLevel(skill.id, Number(level))}
              />
              <ActionIcon onClick={() => setLevel(skill.id, null)} aria-label={t('teams:skill.takeOne', { name: skill.name })}>
                <Icon name="x" />
              </ActionIcon>
            </div>
          ))}
        <Select
          key={levels.size}
          aria-label={t('teams:skill.give')}
          placeholder={t('teams:skill.give')}
          searchable
          disabled={skills.length === levels.size}
          nothingFoundMessage={t('teams:skill.none')}
          data={skills.filter(({ id }) => !levels.has(id)).map(({ id, name }) => ({ value: id, label: name }))}
          value={null}
          onChange={(id) => id && setLevel(id, 3)}
        />
        <p className={page.aside}>{t('teams:skill.scale')}</p>
      </fieldset>
    </FormDialog>
  );
}
