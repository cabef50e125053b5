import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Disposition } from '@/api';
import { FormDialog } from '@/components/FormDialog';
import { useDispositionName } from '@/features/dispositions/useDispositions';
import { useFieldError } from '@/lib/http';

import { useSaving } from '../useSaving';

/** One that is changed, or a new one under `parent`, or at the top. */
export interface Editing {
  one?: Disposition;
  parent: Disposition | null;
}

interface Props {
  editing: Editing;
  all: Disposition[];
  onClose: () => void;
}

const LANGUAGES = ['fa', 'en'] as const;

/** Adds a result or a group, or changes one: its names and its group. */
export function DispositionDialog({ editing: { one, parent }, all, onClose }: Props) {
  const { t } = useTranslation(['dispositions']);
  const fieldError = useFieldError();
  const nameOf = useDispositionName();
  const [names, setNames] = useState({ fa: one?.names.fa ?? '', en: one?.names.en ?? '' });
  const [group, setGroup] = useState(one?.parent_id ?? parent?.id ?? '');
  const save = useSaving('/api/dispositions', 'dispositions', one ?? null, onClose);
  const holds = one !== undefined && all.some(({ parent_id }) => parent_id === one.id);
  const groups = all.filter(({ id, parent_id, archived }) => parent_id === null && !archived && id !== one?.id);
  const submit = () => {
    save.mutate({ names: { fa: names.fa.trim() || null, en: names.en.trim() || null }, parent_id: group || null });
  };
  return (
    <FormDialog
      title={one ? t('dispositions:editOne', { name: nameOf(one) }) : parent ? t('dispositions:addTo', { name: nameOf(parent) }) : t('dispositions:add')}
      error={save.error}
      busy={save.isPending}
      ready={names.fa.trim() !== '' || names.en.trim() !== ''}
      onClose={onClose}
      onSubmit={submit}
    >
      {LANGUAGES.map((language, index) => (
        <TextInput
          key={language}
          label={t(`dispositions:name.${language}`)}
          description={index === 0 ? t('dispositions:nameText') : undefined}
          data-autofocus={index === 0 || undefined}
          maxLength={80}
          dir={language === 'fa' ? 'rtl' : 'ltr'}
          value={names[language]}
          error={fieldError(save.error, `names.${language}`) ?? (index === 0 ? fieldError(save.error, 'names') : undefined)}
          onChange={(event) => setNames({ ...names, [language]: event.target.value })}
        />
      ))}
      <Select
        label={t('dispositions:group')}
        description={t(holds ? 'dispositions:groupHolds' : 'dispositions:groupText')}
        disabled={holds}
        allowDeselect={false}
        data={[{ value: '', label: t('dispositions:noGroup') }, ...groups.map((top) => ({ value: top.id, label: nameOf(top) }))]}
        value={group}
        error={fieldError(save.error, 'parent_id')}
        onChange={(id) => setGroup(id ?? '')}
      />
    </FormDialog>
  );
}
