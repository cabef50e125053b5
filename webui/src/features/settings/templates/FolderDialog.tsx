import { Button, Modal, Select, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TemplateFolder } from '@/api';
import { Callout } from '@/components';
import { ApiProblem, useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
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
  const { t } = useTranslation(['templates', 'common']);
  const problem = useProblemText();
  const fieldError = useFieldError();
  const [name, setName] = useState(folder?.name ?? '');
  const [place, setPlace] = useState(folder ? folder.parent_id : (parent?.id ?? null));
  const save = useSaving('/api/template-folders', 'templates', folder, onClose);
  const taken = save.error instanceof ApiProblem && save.error.code === 'folder_taken';
  const holds = folders.some(({ parent_id }) => parent_id !== null && parent_id === folder?.id);
  const places = folders.filter(({ id, parent_id }) => parent_id === null && id !== folder?.id);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate({ name: name.trim(), parent_id: place });
  };
  return (
    <Modal opened onClose={onClose} title={folder ? t('templates:changeFolderNamed', { name: folder.name }) : t('templates:addFolder')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form className={page.form} onSubmit={submit}>
        {save.error && !taken && <Callout tone="bad" alert title={problem(save.error)} />}
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
        <div className={page.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('common:action.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
