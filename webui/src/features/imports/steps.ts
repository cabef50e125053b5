import type { Import, ImportState } from './types';

export const STEPS = ['file', 'columns', 'rules', 'check', 'result'] as const;
export type Step = (typeof STEPS)[number];

const STARTED: readonly ImportState[] = ['running', 'done', 'failed', 'cancelled', 'undoing', 'undone'];
const BUSY: readonly ImportState[] = ['checking', 'running', 'undoing'];

/** True once rows were written, or may have been: nothing of the plan can be changed any more. */
export function hasStarted({ state, started_at }: Pick<Import, 'state' | 'started_at'>): boolean {
  return STARTED.includes(state) && (state !== 'failed' || started_at !== null);
}

/** True while the hub works on it. */
export function isBusy(state: ImportState): boolean {
  return BUSY.includes(state);
}

/** The step that is shown: what the address asks for, as far as the import has come. */
export function stepOf(run: Pick<Import, 'state' | 'started_at' | 'preview'>, asked: string | null): Step {
  if (hasStarted(run)) return 'result';
  if (run.state === 'checking') return 'check';
  if (asked === 'check') return run.preview ? 'check' : 'rules';
  if (asked === 'columns' || asked === 'rules') return asked;
  return run.state === 'checked' ? 'check' : 'columns';
}

export const MAX_BYTES = 25 * 1024 * 1024;
const SUFFIXES = ['.csv', '.tsv', '.txt', '.xlsx'];
export const ACCEPTED = SUFFIXES.join(',');

/** Why a file cannot be taken, told before it travels; null when it can. */
export function refusalOf(file: { name: string; size: number }): 'large' | 'empty' | 'old' | 'kind' | null {
  const name = file.name.toLowerCase();
  if (name.endsWith('.xls') || name.endsWith('.xlsm')) return 'old';
  if (!SUFFIXES.some((suffix) => name.endsWith(suffix))) return 'kind';
  if (file.size === 0) return 'empty';
  return file.size > MAX_BYTES ? 'large' : null;
}
