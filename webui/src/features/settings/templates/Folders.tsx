import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { TemplateFolder } from '@/api';
import { Icon, type IconName } from '@/components';
import { useFormat } from '@/lib/format';
import { useCan } from '@/lib/session';

import styles from './Templates.module.css';
import type { Chosen } from './useTemplates';

interface Props {
  folders: TemplateFolder[];
  chosen: Chosen;
  onChoose: (change: Partial<Chosen>) => void;
  onAdd: () => void;
  onRename: (folder: TemplateFolder) => void;
  onDelete: (folder: TemplateFolder) => void;
}

/** All templates, each folder, and the archive. */
export function Folders({ folders, chosen, onChoose, onAdd, onRename, onDelete }: Props) {
  const { t } = useTranslation('templates');
  const manages = useCan('templates:manage');
  const everything = chosen.folder_id === null && !chosen.archived;
  return (
    <nav className={styles.folders} aria-label={t('folders')}>
      <Entry icon="layout-list" name={t('allFolders')} chosen={everything} onChoose={() => onChoose({ folder_id: null, archived: false })} />
      {folders.map((folder) => (
        <div key={folder.id} className={styles.folder}>
          <Entry icon="folder" name={folder.name} count={folder.templates} chosen={chosen.folder_id === folder.id} onChoose={() => onChoose({ folder_id: folder.id, archived: false })} />
          {manages && <FolderMenu folder={folder} onRename={onRename} onDelete={onDelete} />}
        </div>
      ))}
      <Entry icon="inbox" name={t('archive_folder')} chosen={chosen.archived} onChoose={() => onChoose({ folder_id: null, archived: true })} />
      {manages && (
        <button type="button" className={styles.addFolder} onClick={onAdd}>
          <Icon name="plus" size={16} /> {t('addFolder')}
        </button>
      )}
    </nav>
  );
}

interface EntryProps {
  icon: IconName;
  name: string;
  count?: number;
  chosen: boolean;
  onChoose: () => void;
}

function Entry({ icon, name, count, chosen, onChoose }: EntryProps) {
  const { number } = useFormat();
  return (
    <button type="button" className={styles.entry} aria-pressed={chosen} onClick={onChoose}>
      <Icon name={icon} size={16} />
      <bdi className="pv-cut">{name}</bdi>
      {count !== undefined && <i>{number(count)}</i>}
    </button>
  );
}

function FolderMenu({ folder, onRename, onDelete }: { folder: TemplateFolder; onRename: (folder: TemplateFolder) => void; onDelete: (folder: TemplateFolder) => void }) {
  const { t } = useTranslation(['templates', 'common']);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('templates:folderMenu', { name: folder.name })}>
          <Icon name="dots" size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="edit" />} onClick={() => onRename(folder)}>
          {t('templates:rename')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="trash" />} onClick={() => onDelete(folder)}>
          {t('common:action.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
