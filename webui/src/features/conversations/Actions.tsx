import { ActionIcon, Button, Menu, Popover } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Conversation } from '@/api';
import { Avatar, Callout, Icon } from '@/components';
import { useProblemText } from '@/lib/http';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { useCan, useSession } from '@/lib/session';

import { Assign } from './Assign';
import styles from './Conversations.module.css';
import { Snooze } from './Snooze';
import { type Changes, currentIn, useChange } from './useConversations';

/** Whose it is, put off, resolve, and what else is done with a conversation; told in words where somebody was quicker. */
export function Actions({ one }: { one: Conversation }) {
  const { t } = useTranslation('conversations');
  const writes = useCan('conversations:write');
  const change = useChange();
  const [open, setOpen] = useState<'assign' | 'snooze' | null>(null);
  const give = (changes: Changes) => {
    setOpen(null);
    change.mutate({ one, changes });
  };
  const closed = one.state === 'resolved';
  const turn = () => give({ state: closed ? 'open' : 'resolved' });
  useActionKeys(one, writes, turn, setOpen);
  if (!writes) return <More one={one} writes={false} onChange={give} />;
  return (
    <>
      <div className={styles.actions}>
        <AssignButton one={one} opened={open === 'assign'} onOpen={(opened) => setOpen(opened ? 'assign' : null)} onChange={give} />
        <Popover opened={open === 'snooze'} onChange={(opened) => setOpen(opened ? 'snooze' : null)} position="bottom-end" width={300} shadow="xl" radius="md" trapFocus returnFocus>
          <Popover.Target>
            <ActionIcon variant="default" size={32} aria-label={t('snooze.do')} title={`${t('snooze.do')} (Z)`} aria-expanded={open === 'snooze'} onClick={() => setOpen(open === 'snooze' ? null : 'snooze')}>
              <Icon name="zzz" />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown aria-label={t('snooze.do')}>{open === 'snooze' && <Snooze onUntil={(until) => give({ state: 'snoozed', snoozed_until: until })} />}</Popover.Dropdown>
        </Popover>
        <Button variant="default" leftSection={<Icon name={closed ? 'refresh' : 'check'} />} loading={change.isPending} title="E" onClick={turn}>
          {t(closed ? 'reopen' : 'resolve')}
        </Button>
        <More one={one} writes onChange={give} />
      </div>
      {change.isError && <Failed error={change.error} />}
    </>
  );
}

function useActionKeys(one: Conversation, writes: boolean, turn: () => void, open: (which: 'assign' | 'snooze') => void): void {
  const { t } = useTranslation('conversations');
  const bindings = useMemo<KeyBinding[]>(
    () =>
      writes
        ? [
            { code: 'KeyE', label: t(one.state === 'resolved' ? 'reopen' : 'resolve'), run: turn },
            { code: 'KeyZ', label: t('snooze.do'), run: () => open('snooze') },
            { code: 'KeyA', label: t('assign.do'), run: () => open('assign') },
          ]
        : [],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what they do changes with the conversation only
    [t, writes, one],
  );
  useKeys('page', bindings);
}

interface AssignProps {
  one: Conversation;
  opened: boolean;
  onOpen: (opened: boolean) => void;
  onChange: (changes: Changes) => void;
}

function AssignButton({ one, opened, onOpen, onChange }: AssignProps) {
  const { t } = useTranslation('conversations');
  const me = useSession()?.user.id;
  const { assignee } = one;
  return (
    <Popover opened={opened} onChange={onOpen} position="bottom-end" width={290} shadow="xl" radius="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          className={styles.assign}
          aria-expanded={opened}
          aria-label={assignee ? t('assign.now', { name: assignee.name }) : t('assign.do')}
          leftSection={assignee ? <Avatar name={assignee.name} size={20} /> : <Icon name="user-plus" />}
          onClick={() => onOpen(!opened)}
        >
          <span className="pv-cut">{assignee ? (assignee.id === me ? t('you') : <bdi>{assignee.name}</bdi>) : t('assign.do')}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('assign.do')}>{opened && <Assign one={one} onChange={onChange} />}</Popover.Dropdown>
    </Popover>
  );
}

function More({ one, writes, onChange }: { one: Conversation; writes: boolean; onChange: (changes: Changes) => void }) {
  const { t } = useTranslation('conversations');
  const customer = one.customers[0];
  const known = one.customers.length === 1 && customer;
  return (
    <Menu position="bottom-end" shadow="xl" radius="md">
      <Menu.Target>
        <ActionIcon size={32} aria-label={t('moreActions')}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {writes && one.state !== 'pending' && (
          <Menu.Item leftSection={<Icon name="clock" />} onClick={() => onChange({ state: 'pending' })}>
            {t('pending')}
          </Menu.Item>
        )}
        {writes && (one.state === 'pending' || one.state === 'snoozed') && (
          <Menu.Item leftSection={<Icon name="inbox" />} onClick={() => onChange({ state: 'open' })}>
            {t('openNow')}
          </Menu.Item>
        )}
        <Menu.Item component={Link} leftSection={<Icon name={known ? 'user' : 'link'} />} to={known ? `/customers/${customer.id}` : `/identities/${one.identity_id}`}>
          {t(known ? 'openCustomer' : 'whoIsIt')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Failed({ error }: { error: unknown }) {
  const { t } = useTranslation('conversations');
  const problem = useProblemText();
  const current = currentIn(error);
  if (!current)
    return (
      <div className={styles.failed}>
        <Callout tone="bad" alert title={problem(error)} />
      </div>
    );
  const whose = current.assignee?.name ?? current.team?.name;
  return (
    <div className={styles.failed}>
      <Callout tone="warn" alert title={t('met.title')}>
        {whose ? t('met.whose', { state: t(`state.${current.state}`), name: whose }) : t('met.nobodys', { state: t(`state.${current.state}`) })}
      </Callout>
    </div>
  );
}
