import { describe, expect, it } from 'vitest';

import { grouped } from './grouped';

describe('results of a text to many', () => {
  it('are one line for each state and reason, whichever the operators', () => {
    const lines = grouped([
      { state: 'undelivered', reason: 'absent_subscriber', operator: 'A', count: 2 },
      { state: 'delivered', reason: null, operator: 'A', count: 3 },
      { state: 'delivered', reason: null, operator: 'B', count: 4 },
      { state: 'delivered', reason: null, operator: null, count: 1 },
    ]);
    expect(lines.map(({ state, count }) => [state, count])).toEqual([['delivered', 8], ['undelivered', 2]]);
    expect(lines[0]?.operators).toEqual([{ name: 'A', count: 3 }, { name: 'B', count: 4 }]);
  });
});
