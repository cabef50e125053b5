import { expect, it, vi } from 'vitest';

import { patiently } from './patiently';

it('loads again after a failure, and once in all', async () => {
  vi.useFakeTimers();
  const load = vi.fn(() => Promise.resolve('here')).mockRejectedValueOnce(new Error('away'));
  const once = patiently(load);
  const answers = Promise.all([once(), once()]);
  await vi.runAllTimersAsync();
  expect(await answers).toEqual(['here', 'here']);
  expect(load).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
