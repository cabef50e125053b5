import { Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import type { Customer } from '@/api';
import { Avatar, Icon } from '@/components';
import { useDial } from '@/features/calls/DialButton';
import { DialStatus } from '@/features/calls/DialStatus';
import type { Start } from '@/features/tasks/TaskDrawer';
import { part } from '@/lib/parts';
import { useCan } from '@/lib/session';

import styles from './CustomerPanel.module.css';
import { Identities } from './Identities';
import { DuplicateHint } from './profile/DuplicateHint';
import { Facts } from './profile/Facts';
import { Merged } from './profile/Merged';
import { Tags } from './profile/Tags';

const EditProfile = lazy(part(() => import('./profile/EditProfile'), 'EditProfile', 'customers', 'profile'));

const CustomerTasks = lazy(part(() => import('@/features/tasks/CustomerTasks'), 'CustomerTasks', 'tasks'));

interface Props {
  customer: Customer;
  /** Opens the note; null when it may not be written. */
  onNote: (() => void) | null;
  /** Begins an SMS; null where none can be written. */
  onSms: ((identityId?: string) => void) | null;
}

interface PanelProps extends Props {
  /** A task that was asked for from an entry. */
  task: Start | null;
  onTask: (start: Start | null) => void;
}

/** Who the customer is: name, ways to reach them, tags, owner, what is known. */
export function CustomerPanel({ customer, onNote, onSms, task, onTask }: PanelProps) {
  const tasks = useCan('tasks:read');
  const [editing, edit] = useDisclosure(false);
  const [more, details] = useDisclosure(false);
  const writes = useCan('customers:write');
  return (
    <aside className={styles.panel} aria-label={customer.name}>
      <Head customer={customer} onNote={onNote} onSms={onSms} onEdit={writes ? edit.open : null} more={more} onMore={details.toggle} />
      <DuplicateHint customer={customer} />
      <div className={styles.more} data-open={more}>
        <Suspense>{tasks && <CustomerTasks customer={customer} start={task} onStart={onTask} />}</Suspense>
        <Identities customer={customer} onSms={onSms} />
        <Tags customer={customer} />
        <Facts customer={customer} />
        <Merged customer={customer} />
      </div>
      <Suspense>{editing && <EditProfile customer={customer} onClose={edit.close} />}</Suspense>
    </aside>
  );
}

interface HeadProps extends Props {
  onEdit: (() => void) | null;
  more: boolean;
  onMore: () => void;
}

function Head({ customer, onNote, onSms, onEdit, more, onMore }: HeadProps) {
  const { t } = useTranslation('customers');
  const dial = useDial();
  const phones = customer.identities.filter(({ kind }) => kind === 'phone');
  const phone = phones.find(({ primary }) => primary) ?? phones[0];
  return (
    <div className={styles.head}>
      <Who customer={customer} />
      <div className={styles.quick}>
        {phone && dial.allowed && (
          <button type="button" disabled={!dial.ready || dial.state === 'sending'} onClick={() => dial.dial(phone.value)}>
            <Icon name="phone" size={18} />
            {t('panel.call')}
          </button>
        )}
        {onSms && (
          <button type="button" onClick={() => onSms()}>
            <Icon name="message-2" size={18} />
            {t('panel.sms')}
          </button>
        )}
        {onNote && (
          <button type="button" onClick={onNote}>
            <Icon name="note" size={18} />
            {t('panel.note')}
          </button>
        )}
        {onEdit && (
          <button type="button" onClick={onEdit}>
            <Icon name="pencil" size={18} />
            {t('panel.edit')}
          </button>
        )}
        {customer.kind === 'organisation' && (
          <Link to={`/organisations/${customer.id}`}>
            <Icon name="users" size={18} />
            {t('panel.people')}
          </Link>
        )}
        <Others customer={customer} />
        <button type="button" className={styles.phoneOnly} aria-expanded={more} onClick={onMore}>
          <Icon name={more ? 'chevron-up' : 'chevron-down'} size={18} />
          {t('panel.more')}
        </button>
      </div>
      {phone && dial.allowed && <DialStatus command={dial} number={phone.display} ready={dial.ready} />}
    </div>
  );
}

function Who({ customer }: { customer: Customer }) {
  const { t } = useTranslation('customers');
  const organisation = customer.kind === 'organisation';
  return (
    <div className={styles.who}>
      <Avatar name={customer.name} initials={customer.initials} size={44} square={organisation} />
      <div className={styles.lines}>
        <h1 dir="auto">{customer.name}</h1>
        <p className={styles.second}>
          {organisation && t('kind.organisation')}
          {customer.job_title}
          {customer.job_title && customer.organisation && ' · '}
          {customer.organisation && <Link to={`/customers/${customer.organisation.id}`}>{customer.organisation.name}</Link>}
        </p>
      </div>
    </div>
  );
}

/** What is done seldom: merging. */
function Others({ customer }: { customer: Customer }) {
  const { t } = useTranslation('profile');
  const navigate = useNavigate();
  const merges = useCan('customers:merge');
  if (!merges) return null;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button type="button">
          <Icon name="dots" size={18} />
          {t('others')}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="git-merge" />} onClick={() => void navigate(`/customers/${customer.id}/merge`)}>
          {t('mergeWith')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
