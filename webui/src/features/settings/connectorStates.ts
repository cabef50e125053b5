import type { Connector } from '@/api';
import type { IconName } from '@/components';

/** How a connector stands, as the page shows it. */
export type Standing = 'connected' | 'connecting' | 'failed' | 'signIn' | 'off';

const STANDINGS: Record<string, Standing> = {
  connected: 'connected',
  connecting: 'connecting',
  disconnected: 'failed',
  needs_sign_in: 'signIn',
  stopped: 'off',
};

export const LOOKS: Record<Standing, { icon: IconName; tone: 'ok' | 'warn' | 'bad' | 'quiet' }> = {
  connected: { icon: 'circle-check', tone: 'ok' },
  connecting: { icon: 'refresh', tone: 'warn' },
  failed: { icon: 'plug-connected-x', tone: 'bad' },
  signIn: { icon: 'lock', tone: 'bad' },
  off: { icon: 'player-pause', tone: 'quiet' },
};

/** An unknown word from a newer hub counts as failed: better looked at than overlooked. */
export function standingOf({ connection }: Pick<Connector, 'connection'>): Standing {
  return STANDINGS[connection] ?? 'failed';
}

const URGENCY: Standing[] = ['signIn', 'failed', 'connecting', 'connected', 'off'];

/** Broken ones first, then by name. */
export function byUrgency(a: Connector, b: Connector): number {
  const rank = (connector: Connector) => URGENCY.indexOf(standingOf(connector));
  return rank(a) - rank(b) || a.account.localeCompare(b.account);
}
