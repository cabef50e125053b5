import { describe, expect, it } from 'vitest';

import { pop } from '@/features/pops/samples';

import { concerns, currentCall, isOn } from './own';
import { call } from './samples';

const me = 'u1';
const other = { id: 'u2', name: 'Sam', initials: 'S' };
const nora = { id: me, name: 'Nora', initials: 'N' };
const answered = pop({ state: 'answered' });
const placed = call({ direction: 'outbound' });

describe('being on a call', () => {
  it('follows the agent’s card when the call was passed on', () => {
    const passed = call({ agents: [nora, other] });
    expect(isOn(passed, [answered], me)).toBe(true);
    expect(isOn(passed, [pop({ state: 'ended', ended_at: '2026-11-24T10:01:00Z' })], me)).toBe(false);
  });

  it('ends for a placed call when it rings at somebody else’s or they talk', () => {
    expect(isOn(placed, [], me)).toBe(true);
    expect(isOn(call({ ...placed, state: 'ringing' }), [], me)).toBe(false);
    expect(isOn(call({ ...placed, agents: [nora, other] }), [], me)).toBe(false);
  });

  it('begins for a placed call while it is dialled, and never for a colleague’s or one that is over', () => {
    expect(isOn(call({ direction: 'outbound', state: 'ringing', answered_at: null }), [], me)).toBe(true);
    expect(isOn(placed, [], 'u3')).toBe(false);
    expect(isOn(call({ state: 'ended', ended_at: '2026-11-24T10:01:00Z' }), [answered], me)).toBe(false);
  });

  it('is not needed for a call to concern the agent whose phone rings', () => {
    const ringing = call({ state: 'ringing', answered_at: null, agents: [] });
    expect(concerns(ringing, [pop()], me)).toBe(true);
    expect(concerns(ringing, [pop({ state: 'missed', ended_at: '2026-11-24T10:01:00Z' })], me)).toBe(false);
  });
});

describe('the current call', () => {
  it('is the one being talked on before the one held', () => {
    const held = call({ id: 'held', direction: 'outbound', state: 'held' });
    expect(currentCall([held, placed], [], me)?.id).toBe(placed.id);
    expect(currentCall([held], [], me)?.id).toBe('held');
    expect(currentCall([], [], me)).toBeNull();
  });
});
