import type { Entry } from '@/api';
import type { IconName, TileChannel } from '@/components';

import { isLiveEntry } from './groups';

/** How an entry is headed: its tile and the key of its kind in `touch.json`. */
export interface Look {
  tile: TileChannel;
  icon?: IconName;
  kind: 'callIn' | 'callOut' | 'callInternal' | 'missed' | 'smsIn' | 'smsOut' | 'emailIn' | 'emailOut' | 'chat' | 'note' | 'campaign' | 'event';
  /** Why a call came to nothing. */
  outcome?: 'missed' | 'abandoned' | 'busy' | 'failed' | 'noAnswer' | 'unknown';
}

const UNANSWERED = new Set(['missed', 'abandoned']);

type Touch = Pick<Entry, 'channel' | 'direction' | 'state'>;

function ofCall(entry: Touch): Look {
  const { direction, state } = entry;
  if (direction === 'none') return { tile: 'call', kind: 'callInternal' };
  if (direction === 'in' && UNANSWERED.has(state)) return { tile: 'missed', kind: 'missed', outcome: state as 'missed' | 'abandoned' };
  const look: Look =
    direction === 'in'
      ? { tile: 'call', icon: 'phone-incoming', kind: 'callIn' }
      : { tile: 'call', icon: 'phone-outgoing', kind: 'callOut' };
  if (UNANSWERED.has(state)) return { ...look, outcome: 'noAnswer' };
  return state === 'busy' || state === 'failed' || state === 'unknown' ? { ...look, outcome: state } : look;
}

/** The look of an entry by its channel, direction and state. */
export function lookOf(entry: Touch): Look {
  switch (entry.channel) {
    case 'call':
      return ofCall(entry);
    case 'sms':
      return { tile: 'sms', kind: entry.direction === 'out' ? 'smsOut' : 'smsIn' };
    case 'email':
      return { tile: 'email', kind: entry.direction === 'out' ? 'emailOut' : 'emailIn' };
    default:
      return { tile: entry.channel, kind: entry.channel };
  }
}

/** A live call's words in `timeline.json`, or null when the entry is over. */
export function liveKind(entry: Entry): 'in' | 'out' | 'ringing' | 'held' | null {
  if (!isLiveEntry(entry)) return null;
  if (entry.state === 'held') return 'held';
  if (entry.state !== 'answered') return 'ringing';
  return entry.direction === 'out' ? 'out' : 'in';
}

/** A number among an entry's facts, else null. */
export function numberFact(entry: Entry, name: string): number | null {
  const value = entry.facts[name];
  return typeof value === 'number' ? value : null;
}

/** A text among an entry's facts, else null. */
export function textFact(entry: Entry, name: string): string | null {
  const value = entry.facts[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
