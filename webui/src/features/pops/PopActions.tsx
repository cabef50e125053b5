import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { Pop } from '@/api';
import { Icon, type IconName, Kbd } from '@/components';
import { contactPath } from '@/features/calls/contact';
import { useCan } from '@/lib/session';

import styles from './PopActions.module.css';
import { callerOf } from './order';
import type { Panel, usePanel } from './usePops';

interface Props {
  pop: Pop;
  panel: ReturnType<typeof usePanel>;
}

/** What can be done with this caller, each by one key. */
export function PopActions({ pop, panel }: Props) {
  const { t } = useTranslation('pops');
  const navigate = useNavigate();
  const writes = useCan('customers:write');
  const follows = useCan('tasks:write');
  const caller = callerOf(pop);
  const show = (name: Panel) => panel.show(pop.id, name);
  // Who is shown may be none of them: then somebody new, or somebody found.
  if (caller === 'several' && !writes) return null;
  return (
    <div className={styles.actions}>
      {caller === 'known' && (
        <Button className={styles.open} onClick={() => void navigate(contactPath(pop))} rightSection={<Kbd on="accent">O</Kbd>}>
          {t('open')}
        </Button>
      )}
      {(caller === 'unknown' || caller === 'several') && writes && (
        <>
          <Action icon="user-plus" cap="C" onClick={() => show('create')}>
            {t('create')}
          </Action>
          <Action icon="link" cap="L" onClick={() => show('link')}>
            {t('link')}
          </Action>
        </>
      )}
      {caller !== 'several' && panel.of(pop.id) !== 'note' && (
        <Action icon="note" cap="N" onClick={() => show('note')}>
          {t('note')}
        </Action>
      )}
      {caller === 'known' && follows && (
        <Action icon="clock-exclamation" cap="F" onClick={() => show('follow')}>
          {t('follow')}
        </Action>
      )}
    </div>
  );
}

/** Says that it is somebody else: rarely wanted, so it is small and out of the way. */
export function NotThem({ pop, panel }: Props) {
  const { t } = useTranslation('pops');
  const writes = useCan('customers:write');
  if (callerOf(pop) !== 'known' || !writes || panel.of(pop.id) === 'link') return null;
  return (
    <Button className={styles.aside} variant="subtle" size="compact-xs" rightSection={<Kbd>L</Kbd>} onClick={() => panel.show(pop.id, 'link')}>
      {t('notThem')}
    </Button>
  );
}

function Action({ icon, cap, onClick, children }: { icon: IconName; cap: string; onClick: () => void; children: ReactNode }) {
  return (
    <Button variant="default" leftSection={<Icon name={icon} />} rightSection={<Kbd>{cap}</Kbd>} onClick={onClick}>
      {children}
    </Button>
  );
}
