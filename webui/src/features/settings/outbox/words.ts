import { useTranslation } from 'react-i18next';

import type { OutboxRow, OutboxState } from '@/api';
import type { TileChannel } from '@/components';

const TONES: Record<OutboxState, string> = {
  accepted: 'neutral',
  sending: 'neutral',
  sent: 'accent',
  delivered: 'ok',
  undelivered: 'bad',
  unknown: 'warn',
  captured: 'accent',
  refused: 'warn',
};

/** The chip's tone of a state. */
export function toneOf(state: OutboxState): string {
  return TONES[state];
}

/** The tile of a message's channel. */
export function tileOf(channel: string): TileChannel {
  return channel === 'sms' || channel === 'email' ? channel : 'chat';
}

/** Why a message stands where it stands, in words; a reason that this page does not know shows as it is. */
export function useReason(): (row: Pick<OutboxRow, 'reason'>) => string | null {
  const { i18n } = useTranslation('outbox');
  return ({ reason }) => reason && i18n.t(`reason.${reason}`, { ns: 'outbox', defaultValue: reason });
}

/** What a message cost: `1,200 Iranian rials`, «۱٬۲۰۰ ریال ایران». */
export function priceInWords({ amount, currency }: { amount: string; currency: string }, language: string): string {
  const style = { style: 'currency', currency, currencyDisplay: 'name', minimumFractionDigits: 0, maximumFractionDigits: 6 } as const;
  return new Intl.NumberFormat(language, style).format(Number(amount));
}

/** What made a message, in words. */
export function useOrigin(): (row: Pick<OutboxRow, 'origin'>) => string {
  const { i18n } = useTranslation('outbox');
  return ({ origin }) => i18n.t(`origin.${origin}`, { ns: 'outbox', defaultValue: origin });
}
