import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { BulkOrder, Permission } from '@/api';
import { Icon, type IconName } from '@/components';
import { SelectionBar } from '@/components/SelectionBar';
import { useFormat } from '@/lib/format';
import { part } from '@/lib/parts';
import { useCan, useModule } from '@/lib/session';

import { BulkDialog } from './BulkDialog';
import { countOf, NONE, type Selection } from './selection';
import { useCount } from './Total';
import { selectionBody } from './useBulk';
import type { Row } from './types';
import type { ListState } from './useListState';

const BulkSms = lazy(part(() => import('@/features/smsBulk/BulkSms'), 'BulkSms', 'messages', 'outbox', 'profile', 'smsBulk', 'tasks', 'templates'));

interface Props {
  list: ListState;
  rows: Row[];
  total: number;
  selection: Selection;
  onSelection: (selection: Selection) => void;
}

/** What can be done with the chosen customers. */
export function BulkBar({ list, rows, total, selection, onSelection }: Props) {
  const { t } = useTranslation('lists');
  const { number } = useFormat();
  const count = useCount();
  const [action, setAction] = useState<BulkOrder['action'] | null>(null);
  const [writing, setWriting] = useState(false);
  const chosen = countOf(selection, total);
  const more = !selection.all && total > rows.length && rows.every(({ id }) => selection.ids.has(id));
  return (
    <SelectionBar
      label={t('bulk.label')}
      text={t('bulk.chosen', { count: chosen, total: selection.all ? count(chosen) : number(chosen) })}
      more={
        more && (
          <Button variant="subtle" size="xs" onClick={() => onSelection({ ids: selection.ids, all: true })}>
            {t('bulk.all', { total: count(total) })}
          </Button>
        )
      }
      stop={t('bulk.none')}
      onStop={() => onSelection(NONE)}
    >
      <Actions selection={selection} onAction={setAction} onSms={() => setWriting(true)} />
      <Suspense>
        {writing && (
          <BulkSms
            selection={selectionBody(selection, list.query)}
            title={t('bulk.smsTitle', { count: chosen, total: count(chosen) })}
            onClose={(started) => {
              setWriting(false);
              if (started) onSelection(NONE);
            }}
          />
        )}
      </Suspense>
      {action && (
        <BulkDialog
          action={action}
          selection={selection}
          count={chosen}
          query={list.query}
          columns={list.columns}
          onClose={(started) => {
            setAction(null);
            if (started) onSelection(NONE);
          }}
        />
      )}
    </SelectionBar>
  );
}

const ACTIONS: { action: BulkOrder['action']; icon: IconName; permission: Permission }[] = [
  { action: 'tag', icon: 'tag', permission: 'customers:write' },
  { action: 'untag', icon: 'minus', permission: 'customers:write' },
  { action: 'owner', icon: 'user', permission: 'customers:write' },
  { action: 'export', icon: 'download', permission: 'customers:export' },
];

function Actions({ selection, onAction, onSms }: { selection: Selection; onAction: (action: BulkOrder['action']) => void; onSms: () => void }) {
  const { t } = useTranslation('lists');
  const may: Partial<Record<Permission, boolean>> = {
    'customers:write': useCan('customers:write'),
    'customers:export': useCan('customers:export'),
  };
  const many = useModule('imports');
  const merges = useCan('customers:merge');
  const maySend = useCan('sms:bulk');
  const sms = useModule('sms') && maySend;
  const [survivor, merged] = [...selection.ids];
  const two = !selection.all && selection.ids.size === 2;
  return (
    <>
      {ACTIONS.filter(({ permission }) => many && may[permission]).map(({ action, icon }) => (
        <Button key={action} variant="default" size="xs" leftSection={<Icon name={icon} size={14} />} onClick={() => onAction(action)}>
          {t(`bulk.${action}`)}
        </Button>
      ))}
      {sms && (
        <Button variant="default" size="xs" leftSection={<Icon name="message-2" size={14} />} onClick={onSms}>
          {t('bulk.sms')}
        </Button>
      )}
      {merges && two && (
        <Button variant="default" size="xs" component={Link} to={`/customers/${survivor}/merge/${merged}`} leftSection={<Icon name="git-merge" size={14} />}>
          {t('bulk.merge')}
        </Button>
      )}
    </>
  );
}
