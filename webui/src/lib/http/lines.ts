import { ask } from './client';
import { ApiProblem } from './problem';

/** Posts, and hands on each line of JSON as it comes; rejects with an ApiProblem, also when the answer breaks off. */
export async function postForLines(path: string, body: unknown, onLine: (line: unknown) => void, signal?: AbortSignal): Promise<void> {
  const response = await ask('POST', path, body, { signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw new ApiProblem(0, 'unreachable', 'The answer broke off.');
    });
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    lines.filter(Boolean).forEach((line) => onLine(JSON.parse(line)));
    if (done) return;
  }
}
