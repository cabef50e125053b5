import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { TemplateChannel, TemplateFolder } from '@/api';
import { EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { dirOf } from '@/components/dirOf';
import { EndOfList } from '@/components/EndOfList';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import { DeleteDialog } from '../DeleteDialog';
import page from '../page.module.css';
import { FolderDialog } from './FolderDialog';
import { Folders } from './Folders';
import styles from './Templates.module.css';
import { TemplateItem } from './TemplateItem';
import { CHANNEL_ICONS, CHANNELS } from './types';
import { type Chosen, useFolders, useTemplateChanges, useTemplates } from './useTemplates';

/** The canned texts of every channel, in folders. */
export function TemplatesPage() {
  const { t } = useTranslation(['templates', 'settings']);
  const writes = useCan('templates:write');
  const [chosen, setChosen] = useState<Chosen>({ search: '', channel: null, folder_id: null, archived: false });
  useTemplateChanges();
  const choose = (change: Partial<Chosen>) => setChosen((before) => ({ ...before, ...change }));
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.templates')}>{writes && <AddMenu folder={chosen.folder_id} />}</PageHeader>
      <div className={[page.body, styles.library].join(' ')} tabIndex={0} role="region" aria-label={t('settings:section.templates')}>
        <FoldersPart chosen={chosen} onChoose={choose} />
        <div className={styles.found}>
          <Filters chosen={chosen} onChoose={choose} />
          <Found chosen={chosen} />
        </div>
      </div>
    </div>
  );
}

function AddMenu({ folder }: { folder: string | null }) {
  const { t } = useTranslation('templates');
  const navigate = useNavigate();
  const add = (channel: TemplateChannel) => void navigate({ pathname: '/settings/templates/new', search: new URLSearchParams({ channel, ...(folder && { folder }) }).toString() });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<Icon name="plus" />}>{t('add')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {CHANNELS.map((channel) => (
          <Menu.Item key={channel} leftSection={<Icon name={CHANNEL_ICONS[channel]} />} onClick={() => add(channel)}>
            {t(`channelName.${channel}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface PartProps {
  chosen: Chosen;
  onChoose: (change: Partial<Chosen>) => void;
}

function FoldersPart({ chosen, onChoose }: PartProps) {
  const { t } = useTranslation('templates');
  const folders = useFolders();
  const [editing, setEditing] = useState<{ folder: TemplateFolder | null; parent: TemplateFolder | null } | null>(null);
  const [deleting, setDeleting] = useState<TemplateFolder | null>(null);
  return (
    <>
      <Folders folders={folders} chosen={chosen} onChoose={onChoose} onAdd={(parent) => setEditing({ folder: null, parent })} onChange={(folder) => setEditing({ folder, parent: null })} onDelete={setDeleting} />
      {editing && <FolderDialog {...editing} folders={folders} onClose={() => setEditing(null)} />}
      {deleting && (
        <DeleteDialog
          title={t('deleteFolder', { name: deleting.name })}
          text={t('deleteFolderText')}
          path={`/api/template-folders/${deleting.id}`}
          list="templates"
          onClose={() => {
            if (chosen.folder_id === deleting.id) onChoose({ folder_id: null });
            setDeleting(null);
          }}
        />
      )}
    </>
  );
}

function Filters({ chosen, onChoose }: PartProps) {
  const { t } = useTranslation('templates');
  return (
    <div className={styles.filters}>
      <TextInput
        type="search"
        className={styles.search}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<Icon name="search" />}
        rightSection={
          chosen.search && (
            <ActionIcon aria-label={t('clearSearch')} onClick={() => onChoose({ search: '' })}>
              <Icon name="x" size={14} />
            </ActionIcon>
          )
        }
        value={chosen.search}
        dir={dirOf(chosen.search)}
        onChange={(event) => onChoose({ search: event.currentTarget.value })}
      />
      <div className={styles.channels} role="group" aria-label={t('channel')}>
        <button type="button" aria-pressed={chosen.channel === null} onClick={() => onChoose({ channel: null })}>
          {t('everyChannel')}
        </button>
        {CHANNELS.map((channel) => (
          <button key={channel} type="button" aria-pressed={chosen.channel === channel} onClick={() => onChoose({ channel })}>
            {t(`channelName.${channel}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

function Found({ chosen }: { chosen: Chosen }) {
  const { t } = useTranslation('templates');
  const problem = useProblemText();
  const [search] = useDebouncedValue(chosen.search.trim(), 200);
  const { query, rows } = useTemplates({ ...chosen, search });
  const narrowed = search !== '' || chosen.channel !== null || chosen.folder_id !== null || chosen.archived;
  if (query.isPending) return <SkeletonRows rows={6} tile />;
  if (query.isError && rows.length === 0) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (rows.length === 0) {
    return narrowed ? <EmptyState icon="search" title={t('noneFound')} text={t('noneFoundText')} /> : <EmptyState icon="template" title={t('empty.title')} text={t('empty.text')} />;
  }
  return (
    <>
      <div className={page.list}>
        {rows.map((row) => (
          <TemplateItem key={row.id} row={row} />
        ))}
      </div>
      <EndOfList query={query} more={t('more')} problem={problem} />
    </>
  );
}
