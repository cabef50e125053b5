import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Call } from '@/api';
import { Icon } from '@/components';
import { useCan } from '@/lib/session';

import styles from './CallerChoice.module.css';
import { CreateForm } from './CreateForm';
import { LinkForm } from './LinkForm';
import { SeveralCallers } from './SeveralCallers';

/** Says who is on the line after the card has gone: choose, create or link. Nothing once it is clear, or when the number is withheld. */
export function CallerChoice({ call }: { call: Call }) {
  const { t } = useTranslation('pops');
  const writes = useCan('customers:write');
  const [way, setWay] = useState<'create' | 'link' | null>(null);
  const offered = { ...call, call_id: call.id };
  if (!writes || call.customer || call.withheld || !call.number) return null;
  return (
    <div className={styles.choice}>
      {call.candidates.length > 0 && <SeveralCallers pop={offered} plain />}
      {call.candidates.length === 0 && way === null && (
        <div className={styles.actions}>
          <Button variant="default" leftSection={<Icon name="user-plus" />} onClick={() => setWay('create')}>
            {t('create')}
          </Button>
          <Button variant="default" leftSection={<Icon name="link" />} onClick={() => setWay('link')}>
            {t('link')}
          </Button>
        </div>
      )}
      {way === 'create' && <CreateForm pop={offered} onClose={() => setWay(null)} />}
      {way === 'link' && <LinkForm pop={offered} onClose={() => setWay(null)} onCreate={() => setWay('create')} />}
    </div>
  );
}
