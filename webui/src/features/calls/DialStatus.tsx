import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { useFormat } from '@/lib/format';

import type { Command } from './command';

/** What becomes of a call that was just asked for, said politely in place. */
export function DialStatus({ command, number, ready }: { command: Command; number: string; ready: boolean }) {
  const { t } = useTranslation('calls');
  const { digits } = useFormat();
  return (
    <div role="status" aria-live="polite">
      {!ready && <Callout tone="info">{t('dial.noExtension')}</Callout>}
      {command.state === 'sending' && <Callout tone="info">{t('dial.dialling', { number: `\u2068${digits(number)}\u2069` })}</Callout>}
      {command.state === 'late' && <Callout tone="warn">{t('command.timeout')}</Callout>}
      {command.state === 'failed' && <Callout tone="bad">{t('dial.failed', { reason: command.reason })}</Callout>}
      {command.state === 'done' && <Callout tone="info">{t('dial.done')}</Callout>}
    </div>
  );
}
