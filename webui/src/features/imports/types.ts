import type { Import, ImportColumn, ImportExample, ImportProblem, ImportReading } from '@/api';

export type { Import, ImportChange, ImportOptions, ImportRow } from '@/api';
export type ImportState = Import['state'];
export type Policy = Import['policy'];
export type Outcome = ImportExample['outcome'];
export type Reading = ImportReading;
export type Column = ImportColumn;
export type Example = ImportExample;
export type RowProblem = ImportProblem;
