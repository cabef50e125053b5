import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { TemplateFolder } from '@/api';
import { Icon, type IconName } from '@/components';
import { useFormat } from '@/lib/format';
import { useCan } from '@/lib/session';

import styles from './Templates.module.css';
import { treeOf } from './folderTree';
import type { Chosen } from './useTemplates';

interface Props {
  folders: TemplateFolder[];
  chosen: Chosen;
  onChoose: (change: Partial<Chosen>) => void;
  onAdd: (parent: TemplateFolder | null) => void;
  onChange: (folder: TemplateFolder) => void;
  onDelete: (folder: TemplateFolder) => void;
}

/** All templates, each folder with those inside it, and the archive. */
export function Folders({ folders, chosen, onChoose, onAdd, onChange, onDelete }: Props) {
  const { t } = useTranslation('templates');
  const manages = useCan('templates:manage');
  const everything = chosen.folder_id === null && !chosen.archived;
  return (
    <nav className={styles.folders} aria-label={t('folders')}>
      <Entry icon="layout-list" name={t('allFolders')} chosen={everything} onChoose={() => onChoose({ folder_id: null, archived: false })} />
      {treeOf(folders).map((folder) => (
        <div key={folder.id} className={styles.folder} data-inside={folder.parent_id !== null || undefined}>
          <Entry icon="folder" name={folder.name} count={folder.templates} chosen={chosen.folder_id === folder.id} onChoose={() => onChoose({ folder_id: folder.id, archived: false })} />
          {manages && <FolderMenu folder={folder} onAdd={onAdd} onChange={onChange} onDelete={onDelete} />}
        </div>
      ))}
      <Entry icon="inbox" name={t('archive_folder')} chosen={chosen.archived} onChoose={() => onChoose({ folder_id: null, archived: true })} />
      {manages && (
        <button type="button" className={styles.addFolder} onClick={() => onAdd(null)}>
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

function FolderMenu({ folder, onAdd, onChange, onDelete }: { folder: TemplateFolder } & Pick<Props, 'onAdd' | 'onChange' | 'onDelete'>) {
  const { t } = useTranslation(['templates', 'common']);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('templates:folderMenu', { name: folder.name })}>
          <Icon name="dots" size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="edit" />} onClick={() => onChange(folder)}>
          {t('templates:changeFolder')}
        </Menu.Item>
        {folder.parent_id === null && (
          <Menu.Item leftSection={<Icon name="plus" />} onClick={() => onAdd(folder)}>
            {t('templates:addInside')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Icon name="trash" />} onClick={() => onDelete(folder)}>
          {t('common:action.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
