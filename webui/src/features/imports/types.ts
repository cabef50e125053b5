import type { PersonRef } from '@/api';

export type ImportState = 'uploaded' | 'checking' | 'checked' | 'running' | 'done' | 'failed' | 'cancelled' | 'undoing' | 'undone';
export type Policy = 'skip' | 'update' | 'merge';
export type Outcome = 'create' | 'update' | 'merge' | 'skip' | 'fail';

export interface Reading {
  format: 'csv' | 'xlsx';
  encoding: string | null;
  delimiter: string | null;
  sheet: string | null;
  sheets: string[];
  header_row: number;
  calendar: 'auto' | 'gregorian' | 'jalali';
  date_order: 'auto' | 'ymd' | 'dmy' | 'mdy';
}

export interface Column {
  index: number;
  header: string;
  samples: string[];
  target: string | null;
  confidence: number;
  options: Record<string, unknown>;
}

export interface ImportOptions {
  tags: string[];
  owner_id: string | null;
  kind: 'person' | 'organisation';
  region: string | null;
  match: ('phone' | 'email')[];
  match_name: boolean;
  lenient: boolean;
}

export interface RowProblem {
  column: string | null;
  code: string;
  detail: string;
  value: string;
}

export interface Example {
  number: number;
  outcome: Outcome;
  values: Record<string, unknown>;
  problems: RowProblem[];
}

export type Preview = Record<'create' | 'update' | 'merge' | 'skip' | 'fail' | 'warn', number> & { examples: Example[] };

export interface Import {
  id: string;
  name: string;
  state: ImportState;
  reading: Reading;
  columns: Column[];
  policy: Policy;
  options: ImportOptions;
  preview: Preview | null;
  undo: { deleted: number; kept: number; restored: number } | null;
  total: number;
  done: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  warned: number;
  error: string | null;
  created_by: PersonRef | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  version: number;
}

export interface ImportRow {
  number: number;
  state: 'failed' | 'skipped' | 'updated' | 'merged' | 'warned';
  customer: { id: string; name: string } | null;
  problems: RowProblem[];
}

/** What may be changed before it is started. */
export interface ImportChange {
  reading?: Partial<Omit<Reading, 'format' | 'sheets'>>;
  mapping?: { index: number; target: string | null; options?: Record<string, unknown> }[];
  policy?: Policy;
  options?: ImportOptions;
}
