import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Presence } from '@/api';
import { Avatar, Icon, PhoneNumber, Timer } from '@/components';
import { useSession } from '@/lib/session';
import { useEntities } from '@/lib/socket';

import { reachable } from './reachable';
import styles from './TransferPopup.module.css';

/** Colleagues who sit at a phone, those free first. */
export function TransferColleagues({ onChoose }: { onChoose: (number: string, asking: boolean) => void }) {
  const { t } = useTranslation('calls');
  const me = useSession()?.user.id ?? '';
  const everybody = useEntities<Presence>('presence', 'presence');
  const [text, setText] = useState('');
  const people = reachable(everybody, me, text);
  return (
    <>
      <TextInput
        aria-label={t('transfer.search')}
        placeholder={t('transfer.search')}
        leftSection={<Icon name="search" />}
        value={text}
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={styles.people}>
        {people.map((person) => (
          <Colleague key={person.user_id} person={person} onChoose={onChoose} />
        ))}
      </ul>
      {people.length === 0 && <p className={styles.none}>{text ? t('transfer.empty') : t('transfer.nobody')}</p>}
    </>
  );
}

function Colleague({ person, onChoose }: { person: Presence & { extension: string }; onChoose: (number: string, asking: boolean) => void }) {
  const { t } = useTranslation('calls');
  const { t: common } = useTranslation('common');
  const state = person.reason ? common(`reason.${person.reason}`) : common(`presence.${person.state}`);
  return (
    <li className={styles.person}>
      <Avatar name={person.name} initials={person.initials} size={28} presence={person.state} />
      <div className={styles.lines}>
        <div className="pv-cut">{person.name}</div>
        <div className={`${styles.state} pv-cut`} data-free={person.state === 'available'}>
          {state} <Timer since={person.since} /> · <PhoneNumber number={person.extension} />
        </div>
      </div>
      <Button
        size="xs"
        variant="subtle"
        aria-label={t('transfer.askFirst', { name: person.name })}
        onClick={() => onChoose(person.extension, true)}
      >
        {t('transfer.ask')}
      </Button>
      <Button
        size="xs"
        variant={person.state === 'available' ? 'light' : 'default'}
        aria-label={t('transfer.goTo', { name: person.name })}
        onClick={() => onChoose(person.extension, false)}
      >
        {t('transfer.go')}
      </Button>
    </li>
  );
}
