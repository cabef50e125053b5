import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import { nodesOf } from './filter';
import type { SavedView } from './types';
import type { ListState } from './useListState';
import { useDeleteView, useSaveView } from './useViews';
import { ViewDialog } from './ViewDialog';
import styles from './ViewTabs.module.css';

/** The saved views of a list as tabs: all, one's own customers, then what was saved. */
export function ViewTabs({ list }: { list: ListState }) {
  const { t } = useTranslation('lists');
  const [naming, setNaming] = useState<SavedView | 'new' | null>(null);
  const { view, views, mine } = list;
  const plain = !view && !mine;
  const savable = nodesOf(list.filter).length > 0 || list.sort !== 'name' || list.changed;
  return (
    <div className={styles.views} role="group" aria-label={t('view.label')}>
      <Tab on={plain} text={t(list.area === 'organisations' ? 'view.allOrganisations' : 'view.all')} onClick={() => list.open(null)} />
      <Tab on={mine && !view} text={t('view.mine')} onClick={() => list.open(null, true)} />
      {views.map((one) => (
        <Tab key={one.id} on={one.id === view?.id} text={one.name} shared={one.shared} onClick={() => list.open(one)} />
      ))}
      {view && <ViewMenu list={list} view={view} onRename={() => setNaming(view)} onSaveAs={() => setNaming('new')} />}
      {!view && savable && (
        <Button variant="subtle" size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setNaming('new')}>
          {t('view.save')}
        </Button>
      )}
      {naming && <ViewDialog list={list} view={naming === 'new' ? null : naming} onClose={() => setNaming(null)} />}
    </div>
  );
}

function Tab({ on, text, shared = false, onClick }: { on: boolean; text: string; shared?: boolean; onClick: () => void }) {
  const { t } = useTranslation('lists');
  return (
    <button type="button" className={styles.tab} aria-pressed={on} onClick={onClick}>
      <bdi>{text}</bdi>
      {shared && <Icon name="users" size={12} label={t('view.shared')} />}
    </button>
  );
}

function ViewMenu({ list, view, onRename, onSaveAs }: { list: ListState; view: SavedView; onRename: () => void; onSaveAs: () => void }) {
  const { t } = useTranslation('lists');
  const save = useSaveView(list.area);
  const remove = useDeleteView(list.area);
  const own = view.may_change;
  const { filter, sort, columns } = list;
  const keep = () => save.mutate({ id: view.id, filter, sort, columns }, { onSuccess: () => list.open(view) });
  return (
    <>
      {list.changed && own && (
        <Button variant="subtle" size="xs" loading={save.isPending} onClick={keep}>
          {t('view.keep')}
        </Button>
      )}
      <Menu position="bottom-start">
        <Menu.Target>
          <ActionIcon size={26} aria-label={t('view.menu', { name: view.name })}>
            <Icon name="dots" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {list.changed && <Menu.Item onClick={() => list.open(view)}>{t('view.revert')}</Menu.Item>}
          <Menu.Item onClick={onSaveAs}>{t('view.saveAs')}</Menu.Item>
          {own && <Menu.Item onClick={onRename}>{t('view.rename')}</Menu.Item>}
          {own && (
            <Menu.Item leftSection={<Icon name="trash" />} onClick={() => remove.mutate(view.id, { onSuccess: () => list.open(null) })}>
              {t('view.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
