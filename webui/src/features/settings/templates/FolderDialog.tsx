import { Button, Modal, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TemplateFolder } from '@/api';
import { Callout } from '@/components';
import { useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { useSaving } from '../useSaving';

/** Adds a folder or renames one. */
export function FolderDialog({ folder, onClose }: { folder: TemplateFolder | null; onClose: () => void }) {
  const { t } = useTranslation(['templates', 'common']);
  const problem = useProblemText();
  const fieldError = useFieldError();
  const [name, setName] = useState(folder?.name ?? '');
  const save = useSaving('/api/template-folders', 'templates', folder, onClose);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate({ name: name.trim() });
  };
  return (
    <Modal opened onClose={onClose} title={folder ? t('templates:renameFolder', { name: folder.name }) : t('templates:addFolder')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form className={page.form} onSubmit={submit}>
        {save.error && <Callout tone="bad" alert title={problem(save.error)} />}
        <TextInput label={t('templates:folderName')} data-autofocus maxLength={80} value={name} error={fieldError(save.error, 'name')} onChange={(event) => setName(event.currentTarget.value)} />
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
