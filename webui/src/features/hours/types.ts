import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type HoursCalendar = Schemas['HoursCalendarOut'];
export type HoursSpan = Schemas['HoursSpan'];
export type HoursState = Schemas['HoursState'];
export type Opening = Schemas['OpeningOut'];
export type SpecialDay = Schemas['SpecialDayOut'];
export type SpecialDayOn = Schemas['SpecialDayOn'];
export type HoursImport = Schemas['HoursImportOut'];
export type HoursImportRow = Schemas['HoursImportRow'];
