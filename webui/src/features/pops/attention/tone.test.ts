import { describe, expect, it, vi } from 'vitest';

import { ringTone, silence } from './tone';

async function samples(make: () => string): Promise<Int16Array> {
  const kept = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x');
  make();
  const blob = kept.mock.calls[0]?.[0] as Blob;
  kept.mockRestore();
  const bytes = await blob.arrayBuffer();
  expect(new TextDecoder().decode(bytes.slice(0, 4))).toBe('RIFF');
  expect(new DataView(bytes).getUint32(40, true)).toBe(bytes.byteLength - 44);
  return new Int16Array(bytes.slice(44));
}

describe('the ring tone', () => {
  it('is heard twice, then pauses, and is never cut off at full height', async () => {
    const tone = await samples(ringTone);
    const loudest = (from: number, to: number) => Math.max(...tone.slice(from * 8000, to * 8000).map(Math.abs));
    expect(tone.length).toBe(24_000);
    expect(loudest(0, 0.4)).toBeGreaterThan(20_000);
    expect(loudest(0.6, 1)).toBeGreaterThan(20_000);
    expect([loudest(0.4, 0.6), loudest(1, 3)]).toEqual([0, 0]);
    expect(Math.abs(tone[0] ?? 1)).toBe(0);
    expect(loudest(0, 3)).toBeLessThan(32_767);
  });

  it('has a silent sister', async () => {
    expect(new Set(await samples(silence))).toEqual(new Set([0]));
  });
});
