import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { dirOf } from '@/components/dirOf';
import { useFieldError, useProblemText } from '@/lib/http';

import styles from '../Forms.module.css';
import type { SavedView } from './types';
import type { ListState } from './useListState';
import { useSaveView } from './useViews';

/** Names a view: a new one of what the list shows now, or (with `view`) another name for one. */
export function ViewDialog({ list, view, onClose }: { list: ListState; view: SavedView | null; onClose: () => void }) {
  const { t } = useTranslation(['lists', 'common']);
  const problem = useProblemText();
  const fieldError = useFieldError();
  const save = useSaveView(list.area);
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const { filter, sort, columns } = list;
  const submit = () => {
    const draft = view ? { id: view.id, name: name.trim(), shared } : { name: name.trim(), shared, filter, sort, columns };
    const done = (saved: { id: string }) => {
      onClose();
      if (!view) list.open(saved);
    };
    save.mutate(draft, { onSuccess: done });
  };
  return (
    <Modal opened onClose={onClose} size={380} title={t(view ? 'lists:view.rename' : 'lists:view.save')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form className={styles.form} onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}>
        <TextInput
          label={t('lists:view.name')}
          data-autofocus
          value={name}
          dir={dirOf(name)}
          maxLength={80}
          error={fieldError(save.error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox size="sm" label={t('lists:view.share')} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
        {save.isError && (
          <Callout tone="bad" alert>
            {problem(save.error)}
          </Callout>
        )}
        <div className={styles.actions}>
          <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
            {t('common:action.save')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
