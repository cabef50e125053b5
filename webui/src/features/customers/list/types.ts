import type { CustomerPage, CustomerRow, FilterField as Field, SavedView as View } from '@/api';

import type { Group } from './filter';

export type { BulkRun } from '@/api';
export type Row = CustomerRow;
export type Listed = CustomerPage;
export type FilterField = Field;
export type FieldKind = Field['kind'];
/** A saved view whose filter the hub has checked when it was saved. */
export type SavedView = Omit<View, 'filter'> & { filter: Group };
