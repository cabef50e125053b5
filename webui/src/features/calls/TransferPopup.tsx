import { Popover, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import bar from './CallBar.module.css';
import type { Command } from './command';
import { TransferColleagues } from './TransferColleagues';
import { TransferNumber } from './TransferNumber';
import styles from './TransferPopup.module.css';

interface Props {
  open: boolean;
  onToggle: () => void;
  onClose: () => void;
  command: Command;
  /** Asks there first, while the caller waits. */
  attended: Command;
  callId: string;
}

/** Passes the call on, at once or after asking: to a colleague at a phone, or to a number. */
export function TransferPopup({ open, onToggle, onClose, command, attended, callId }: Props) {
  const { t } = useTranslation('calls');
  const [way, setWay] = useState<'colleagues' | 'number'>('colleagues');
  const send = (to: string, asking: boolean) => {
    (asking ? attended : command).send(`/api/calls/${callId}/transfer`, { to, attended: asking });
    onClose();
  };
  return (
    <Popover opened={open} onDismiss={onClose} position="top-end" width={360} shadow="xl" radius="lg" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={bar.control} aria-expanded={open} onClick={onToggle} title="X">
          <Icon name="arrows-right-left" size={20} />
          {t('bar.transfer')}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles.popup} aria-label={t('transfer.label')}>
        <div className={styles.head}>
          <b>{t('transfer.title')}</b>
          <SegmentedControl
            value={way}
            onChange={setWay}
            aria-label={t('transfer.title')}
            data={[
              { value: 'colleagues', label: t('transfer.colleagues') },
              { value: 'number', label: t('transfer.number') },
            ]}
          />
        </div>
        {way === 'colleagues' ? <TransferColleagues onChoose={send} /> : <TransferNumber onChoose={send} />}
        <p className={styles.hint}>{t('transfer.hint')}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
