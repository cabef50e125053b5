import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TemplateFolder } from '@/api';
import { FormDialog } from '@/components/FormDialog';
import { ApiProblem, useFieldError, useProblemText } from '@/lib/http';

import { useSaving } from '../useSaving';

interface Props {
  folder: TemplateFolder | null;
  /** Where a new one is put, unless somebody says otherwise. */
  parent: TemplateFolder | null;
  folders: TemplateFolder[];
  onClose: () => void;
}

/** Adds a folder, or renames and moves one. */
export function FolderDialog({ folder, parent, folders, onClose }: Props) {
  const { t } = useTranslation(['templates']);
  const problem = useProblemText();
  const fieldError = useFieldError();
  const [name, setName] = useState(folder?.name ?? '');
  const [place, setPlace] = useState(folder ? folder.parent_id : (parent?.id ?? null));
  const save = useSaving('/api/template-folders', 'templates', folder, onClose);
  const taken = save.error instanceof ApiProblem && save.error.code === 'folder_taken';
  const holds = folders.some(({ parent_id }) => parent_id !== null && parent_id === folder?.id);
  const places = folders.filter(({ id, parent_id }) => parent_id === null && id !== folder?.id);
  const submit = () => {
    save.mutate({ name: name.trim(), parent_id: place });
  };
  return (
    <FormDialog
      title={folder ? t('templates:changeFolderNamed', { name: folder.name }) : t('templates:addFolder')}
      error={!taken ? save.error : null}
      busy={save.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput label={t('templates:folderName')} data-autofocus maxLength={80} value={name} error={taken ? problem(save.error) : fieldError(save.error, 'name')} onChange={(event) => setName(event.currentTarget.value)} />
      <Select
        label={t('templates:inside')}
        description={holds ? t('templates:holdsFolders') : undefined}
        placeholder={t('templates:atTop')}
        clearable
        clearButtonProps={{ 'aria-label': t('templates:atTop') }}
        disabled={holds}
        searchable={places.length > 8}
        data={places.map(({ id, name: label }) => ({ value: id, label }))}
        value={place}
        error={fieldError(save.error, 'parent_id')}
        onChange={setPlace}
      />
    </FormDialog>
  );
}
