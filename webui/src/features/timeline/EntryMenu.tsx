import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '@/api';
import { Callout, Icon } from '@/components';
import { http, useProblemText } from '@/lib/http';
import { useCan, useSession } from '@/lib/session';

import { useEntryActions } from './context';
import styles from './Entry.module.css';
import { textFact } from './look';
import { useDeleteNote, usePin } from './useEntry';

/** What can be done with an entry: note on it, pin it, and with one's own notes more. */
export function EntryMenu({ entry, onEdit }: { entry: Entry; onEdit: () => void }) {
  const { t } = useTranslation('timeline');
  const writes = useCan('customers:write');
  const [open, setOpen] = useState(false);
  // A menu for each row would cost hundreds of observers: it is made when it is asked for first.
  const [used, setUsed] = useState(false);
  const [asking, setAsking] = useState(false);
  const toggle = () => {
    setUsed(true);
    setOpen(!open);
  };
  const { customer } = useEntryActions();
  if (!writes || customer === null) return null;
  const button = (
    <button type="button" className={styles.menu} aria-label={t('actions')} aria-haspopup="menu" aria-expanded={open} onClick={toggle}>
      <Icon name="dots" />
    </button>
  );
  return (
    <>
      {used ? (
        <Menu opened={open} onChange={setOpen} position="bottom-end" width={210} returnFocus>
          <Menu.Target>{button}</Menu.Target>
          <Items entry={entry} onEdit={onEdit} onDelete={() => setAsking(true)} onDone={() => setOpen(false)} />
        </Menu>
      ) : (
        button
      )}
      {asking && <AskDelete entry={entry} onClose={() => setAsking(false)} />}
    </>
  );
}

/** Notes are changed by who wrote them, and by whoever may change all. */
function useMayChange(entry: Entry): boolean {
  const me = useSession()?.user.id;
  const all = useCan('notes:manage');
  return entry.channel === 'note' && (all || entry.agent?.id === me);
}

interface ItemsProps {
  entry: Entry;
  onEdit: () => void;
  onDelete: () => void;
  onDone: () => void;
}

function Items({ entry, onEdit, onDelete, onDone }: ItemsProps) {
  const { t } = useTranslation('timeline');
  const { onNote, onSms, onFollowUp } = useEntryActions();
  const number = entry.channel === 'sms' || entry.channel === 'call' ? entry.identity_id : null;
  const pin = usePin(entry);
  const changes = useMayChange(entry);
  return (
    <Menu.Dropdown>
      {onSms && number && (
        <Menu.Item leftSection={<Icon name="message-2" />} onClick={() => onSms(number)}>
          {t('replySms')}
        </Menu.Item>
      )}
      <TakeBack entry={entry} onDone={onDone} />
      {onNote && entry.channel !== 'note' && (
        <Menu.Item leftSection={<Icon name="note" />} onClick={() => onNote(entry)}>
          {t('noteOn')}
        </Menu.Item>
      )}
      {onFollowUp && entry.channel !== 'note' && (
        <Menu.Item leftSection={<Icon name="clock-exclamation" />} onClick={() => onFollowUp(entry)}>
          {t('followUp')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<Icon name="pin" />} onClick={() => pin.mutate()}>
        {t(entry.pinned_at ? 'unpin' : 'pin')}
      </Menu.Item>
      {changes && (
        <>
          <Menu.Item leftSection={<Icon name="pencil" />} onClick={onEdit}>
            {t('note.edit')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="trash" />} color="red" onClick={onDelete}>
            {t('note.delete')}
          </Menu.Item>
        </>
      )}
    </Menu.Dropdown>
  );
}

/** For a message that somebody wrote and that still waits; where it had left already, that is said there. */
function TakeBack({ entry, onDone }: { entry: Entry; onDone: () => void }) {
  const { t } = useTranslation('timeline');
  const may = useCan('messages:send');
  const problem = useProblemText();
  const id = textFact(entry, 'message_id');
  const back = useMutation({ mutationFn: () => http.post(`/api/messages/${id}/cancel`), onSuccess: onDone });
  if (back.isError) {
    return (
      <Menu.Label role="alert" className={styles.refused}>
        {problem(back.error)}
      </Menu.Label>
    );
  }
  if (!may || !id || entry.state !== 'accepted' || textFact(entry, 'origin') !== 'agent') return null;
  return (
    <Menu.Item closeMenuOnClick={false} disabled={back.isPending} leftSection={<Icon name="arrow-back-up" />} onClick={() => back.mutate()}>
      {t('takeBack')}
    </Menu.Item>
  );
}

function AskDelete({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t } = useTranslation('timeline');
  const problem = useProblemText();
  const remove = useDeleteNote(entry);
  return (
    <div className={styles.ask}>
      <Callout tone="warn" alert>
        <p>{remove.isError ? t('note.notDeleted', { reason: problem(remove.error) }) : t('note.deleteAsk')}</p>
        <div className={styles.buttons}>
          <Button size="xs" variant="default" loading={remove.isPending} onClick={() => remove.mutate(undefined, { onSuccess: onClose })}>
            {t('note.delete')}
          </Button>
          <Button size="xs" variant="subtle" color="gray" autoFocus onClick={onClose}>
            {t('note.cancel')}
          </Button>
        </div>
      </Callout>
    </div>
  );
}
