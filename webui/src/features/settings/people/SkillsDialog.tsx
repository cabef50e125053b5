import { ActionIcon, Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Skill } from '@/api';
import { Callout, Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { http, useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import styles from '../teams/Teams.module.css';

function Row({ skill }: { skill: Skill }) {
  const { t } = useTranslation('teams');
  const text = useProblemText();
  const { number } = useFormat();
  const [name, setName] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: () => http.patch(`/api/skills/${skill.id}`, { name }, { headers: { 'If-Match': `"${skill.version}"` } }),
    onSuccess: () => setName(null),
  });
  const removal = useMutation({ mutationFn: () => http.delete(`/api/skills/${skill.id}`) });
  const error = save.error ?? removal.error;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <li className={styles.skillRow}>
      <form className={styles.line} onSubmit={submit}>
        {name === null ? (
          <span className={page.names}>
            <bdi className="pv-cut">{skill.name}</bdi>
            <span className={page.aside}>{t('people', { count: skill.people, shown: number(skill.people) })}</span>
          </span>
        ) : (
          <TextInput aria-label={t('skill.name')} autoFocus maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        )}
        {name === null ? (
          <ActionIcon onClick={() => setName(skill.name)} aria-label={t('skill.editOne', { name: skill.name })}>
            <Icon name="edit" />
          </ActionIcon>
        ) : (
          <ActionIcon type="submit" aria-label={t('skill.save')}>
            <Icon name="check" />
          </ActionIcon>
        )}
        <ActionIcon loading={removal.isPending} onClick={() => removal.mutate()} aria-label={t('skill.deleteOne', { name: skill.name })}>
          <Icon name="trash" />
        </ActionIcon>
      </form>
      {error && <Callout tone="bad" alert title={text(error)} />}
    </li>
  );
}

/** The organisation's own list of skills. */
export function SkillsDialog({ skills, onClose }: { skills: Skill[]; onClose: () => void }) {
  const { t } = useTranslation(['teams', 'common']);
  const text = useProblemText();
  const fieldError = useFieldError();
  const [name, setName] = useState('');
  const add = useMutation({ mutationFn: () => http.post('/api/skills', { name: name.trim() }), onSuccess: () => setName('') });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('teams:skill.list')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <div className={page.form}>
        <form className={styles.line} onSubmit={submit}>
          <TextInput
            aria-label={t('teams:skill.new')}
            placeholder={t('teams:skill.new')}
            data-autofocus
            maxLength={60}
            value={name}
            error={fieldError(add.error, 'name') ?? (add.error && text(add.error))}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" disabled={!name.trim()} loading={add.isPending}>
            {t('teams:skill.add')}
          </Button>
        </form>
        <ul className={styles.skillList}>
          {skills.map((skill) => (
            <Row key={skill.id} skill={skill} />
          ))}
        </ul>
        {skills.length === 0 && <p className={page.aside}>{t('teams:skill.empty')}</p>}
      </div>
    </Modal>
  );
}
