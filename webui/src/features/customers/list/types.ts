import type { CustomerRow, Page } from '@/api';

import type { Group, Op } from './filter';

export type Row = CustomerRow & {
  city?: string | null;
  stage?: string | null;
  created_at?: string;
  fields?: Record<string, unknown>;
};

/** One page of a list; `total` is counted up to 10,001. */
export type Listed = Page<Row> & { total?: number | null };

export type FieldKind = 'text' | 'number' | 'date' | 'choice' | 'link' | 'person' | 'tags' | 'flag';

/** A field that lists can be narrowed by. */
export interface FilterField {
  field: string;
  /** A custom field's own words; null for a built-in one. */
  label: string | null;
  kind: FieldKind;
  ops: Op[];
  options: string[];
  archived: boolean;
}

export interface SavedView {
  id: string;
  name: string;
  shared: boolean;
  filter: Group;
  columns: string[];
  sort: string;
  mine: boolean;
  may_change: boolean;
}

export interface BulkRun {
  id: string;
  action: 'tag' | 'untag' | 'owner' | 'merge' | 'export';
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  total: number;
  done: number;
  failed: number;
  file: { url: string; name: string } | null;
  error: string | null;
}
