import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { Call } from '@/api';
import { Icon } from '@/components';
import { type KeyBinding, useKeys } from '@/lib/keys';

import styles from './CallBar.module.css';
import { useCommand } from './command';
import { CommandStatus } from './CommandStatus';

/** Asks the agent's own phone to hold the caller, or to take them back; what it shows is what the phone has done. */
export function HoldButton({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const held = call.state === 'held';
  const command = useCommand();
  const waiting = command.state === 'sending';
  const ask = () => command.send(`/api/calls/${call.id}/${held ? 'resume' : 'hold'}`);
  const bindings = useMemo<KeyBinding[]>(
    () => [{ code: 'KeyH', label: t(held ? 'keys.resume' : 'keys.hold'), run: ask }],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the command is new on each render but sends the same
    [t, call.id, held],
  );
  useKeys('call', bindings);
  return (
    <>
      <CommandStatus command={command} failed={held ? 'command.resumeFailed' : 'command.holdFailed'} />
      <button type="button" className={styles.control} data-held={held} disabled={waiting} onClick={ask} title="H">
        <Icon name={held ? 'player-play' : 'player-pause'} size={20} />
        {t(held ? 'bar.resume' : 'bar.hold')}
      </button>
    </>
  );
}
