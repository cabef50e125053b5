import { describe, expect, it } from 'vitest';

import type { ConnectorFinding } from '@/api';

import { stepsOf } from './progress';

function found(step: string, verdict: ConnectorFinding['verdict'] = 'well'): ConnectorFinding {
  return { step, verdict, code: verdict === 'well' ? 'well' : 'rejected', detail: '', facts: {} };
}

const states = (...args: Parameters<typeof stepsOf>) => stepsOf(...args).map(({ step, state }) => `${step} ${state}`);

describe('the steps of a check', () => {
  it('begin with the connection', () => {
    expect(states([], false).slice(0, 3)).toEqual(['connect running', 'sign_in waiting', 'rights waiting']);
  });

  it('go on one by one', () => {
    expect(states([found('connect'), found('banner')], false).slice(0, 4)).toEqual(['connect done', 'banner done', 'sign_in running', 'rights waiting']);
  });

  it('are skipped after one that stops everything', () => {
    expect(states([found('connect'), found('sign_in', 'problem')], true).slice(0, 4)).toEqual([
      'connect done',
      'sign_in done',
      'rights skipped',
      'version skipped',
    ]);
  });

  it('are others where it is no phone system', () => {
    expect(states([found('description')], false, 'sms')).toEqual(['description done', 'connect running', 'sign_in waiting']);
    expect(states([found('description'), found('connect', 'problem'), found('hooks', 'warning')], true, 'sms')).toEqual([
      'description done',
      'connect done',
      'sign_in skipped',
      'hooks done',
    ]);
  });

  it('keep all that was found of one together, and what is not known at the end', () => {
    const steps = stepsOf([found('connect'), found('rights', 'note'), found('rights', 'warning'), found('weather')], true);
    expect(steps.find(({ step }) => step === 'rights')?.findings).toHaveLength(2);
    expect(steps.at(-1)?.step).toBe('weather');
  });
});
