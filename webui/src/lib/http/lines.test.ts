import { afterEach, describe, expect, it, vi } from 'vitest';

import { postForLines } from './lines';

function answering(...chunks: string[]): void {
  const body = new ReadableStream({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(new TextEncoder().encode(chunk)));
      controller.close();
    },
  });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { headers: { 'Content-Type': 'application/x-ndjson' } })));
}

afterEach(() => vi.unstubAllGlobals());

describe('lines of an answer', () => {
  it('come one by one, however they were cut', async () => {
    answering('{"a":', '1}\n{"a":2}\n{"a"', ':3}\n');
    const found: unknown[] = [];
    await postForLines('/api/x', {}, (line) => found.push(line));
    expect(found).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  });

  it('are refused like any answer', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"code":"forbidden","status":403}', { status: 403, headers: { 'Content-Type': 'application/problem+json' } })));
    await expect(postForLines('/api/x', {}, () => undefined)).rejects.toMatchObject({ status: 403 });
  });
});
