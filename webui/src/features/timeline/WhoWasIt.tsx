import { Popover } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '@/api';
import { Avatar, Callout, Icon } from '@/components';
import { CustomerPicker } from '@/features/customers/CustomerPicker';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import { useEntryActions } from './context';
import styles from './WhoWasIt.module.css';
import { useSayWho } from './useEntry';

/** Marks what may be somebody else's, and lets say whose it was. */
export function WhoWasIt({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const writes = useCan('customers:write');
  const [open, setOpen] = useState(false);
  // A popover for each row would cost hundreds of observers: it is made when it is asked for first.
  const [used, setUsed] = useState(false);
  const toggle = () => {
    setUsed(true);
    setOpen(!open);
  };
  if (!writes || !(entry.call_id ?? entry.identity_id))
    return (
      <span className={styles.mark} title={t('maybeHint')}>
        {t('maybe')}
        <span className="pv-sr">{t('maybeHint')}</span>
      </span>
    );
  const button = (
    <button type="button" className={styles.ask} title={t('maybeHint')} aria-haspopup="dialog" aria-expanded={open} onClick={toggle}>
      {t('whoWasIt')}
      <Icon name="chevron-down" size={12} />
    </button>
  );
  if (!used) return button;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} shadow="xl" radius="md" trapFocus returnFocus>
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown p={6} aria-label={t('whoWasIt')}>
        <Choices entry={entry} onClose={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t } = useTranslation('timeline');
  const problem = useProblemText();
  const { customer } = useEntryActions();
  const [searching, setSearching] = useState(false);
  const say = useSayWho(entry);
  const choose = (id: string | null) => say.mutate(id, { onSuccess: onClose });
  const others = entry.customers.filter(({ id }) => id !== customer?.id);
  const people = customer ? [customer, ...others] : others;
  return (
    <div className={styles.choices}>
      {!searching &&
        people.map((person) => (
          <button key={person.id} type="button" disabled={say.isPending} onClick={() => choose(person.id)}>
            <Avatar name={person.name} size={24} />
            <span className="pv-cut">{person.name}</span>
          </button>
        ))}
      {!searching && (
        <button type="button" onClick={() => setSearching(true)}>
          <Icon name="search" />
          {t('somebodyElse')}
        </button>
      )}
      {!searching && entry.call_id && (
        <button type="button" disabled={say.isPending} onClick={() => choose(null)}>
          <Icon name="user-question" />
          {t('nobodyOfThem')}
        </button>
      )}
      {searching && <CustomerPicker label={t('somebodyElse')} busy={say.isPending} onChoose={choose} />}
      {say.isError && (
        <Callout tone="bad" alert>
          {t('note.failed', { reason: problem(say.error) })}
        </Callout>
      )}
    </div>
  );
}
