import { useTranslation } from 'react-i18next';

import styles from './CommandStatus.module.css';
import type { Command } from './command';

interface Props {
  command: Command;
  failed: 'command.hangupFailed' | 'command.transferFailed' | 'command.backFailed' | 'command.holdFailed' | 'command.resumeFailed';
  done?: 'command.transferred';
}

/** One line beside the controls: that a command failed and why, is late, or is done. */
export function CommandStatus({ command, failed, done }: Props) {
  const { t } = useTranslation('calls');
  return (
    <span role="status" className={styles.status} data-state={command.state}>
      {command.state === 'failed' && t(failed, { reason: command.reason })}
      {command.state === 'late' && t('command.timeout')}
      {command.state === 'done' && done && t(done)}
    </span>
  );
}
