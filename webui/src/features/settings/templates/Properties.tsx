import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { ApiProblem, useFieldError } from '@/lib/http';

import { useOrganisation } from '../teams/useTeams';
import { pathOf, treeOf } from './folderTree';
import type { TemplateForm } from './form';
import { RightSelect } from './RightSelect';
import styles from './Templates.module.css';
import { CHANNELS } from './types';
import { useFolders } from './useTemplates';

interface Props {
  form: TemplateForm;
  stored: boolean;
  readOnly: boolean;
  error: unknown;
  onChange: (change: Partial<TemplateForm>) => void;
}

/** What a template is called, where it lies, how it is found and whose it is. */
export function Properties({ form, stored, readOnly, error, onChange }: Props) {
  const { t } = useTranslation('templates');
  const fieldError = useFieldError();
  const folders = useFolders();
  const { teams } = useOrganisation();
  const rightError = (name: string) => fieldError(error, name) ?? fieldError(error, `${name}.team_id`) ?? fieldError(error, `${name}.role`);
  const taken = error instanceof ApiProblem && error.code === 'shortcut_taken' ? t('shortcutTaken') : undefined;
  return (
    <div className={styles.properties}>
      <TextInput
        label={t('name')}
        className={styles.nameField}
        data-autofocus={!stored || undefined}
        maxLength={120}
        readOnly={readOnly}
        value={form.name}
        error={fieldError(error, 'name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Select
        label={t('channel')}
        className={styles.field}
        allowDeselect={false}
        disabled={stored}
        data={CHANNELS.map((value) => ({ value, label: t(`channelName.${value}`) }))}
        value={form.channel}
        onChange={(channel) => channel && onChange({ channel })}
      />
      <Select
        label={t('folder')}
        className={styles.field}
        clearable
        clearButtonProps={{ 'aria-label': t('noFolder') }}
        placeholder={t('noFolder')}
        readOnly={readOnly}
        searchable={folders.length > 8}
        data={treeOf(folders).map((folder) => ({ value: folder.id, label: pathOf(folder, folders) }))}
        value={form.folder_id}
        error={fieldError(error, 'folder_id')}
        onChange={(folder_id) => onChange({ folder_id })}
      />
      <TextInput
        label={t('shortcut')}
        className={styles.field}
        placeholder={t('shortcutExample')}
        leftSection="/"
        maxLength={41}
        readOnly={readOnly}
        value={form.shortcut}
        error={taken ?? fieldError(error, 'shortcut')}
        onChange={(event) => onChange({ shortcut: event.currentTarget.value.replace(/^\//, '') })}
      />
      <RightSelect label={t('use')} right={form.use} teams={teams} readOnly={readOnly} error={rightError('use')} onChange={(use) => onChange({ use })} />
      <RightSelect label={t('edit')} right={form.edit} teams={teams} readOnly={readOnly} error={rightError('edit')} onChange={(edit) => onChange({ edit })} />
    </div>
  );
}
