import type { Customer, Language } from '@/api';

/** The fields of a customer that the form changes; '' means not known. */
export interface Profile {
  name: string;
  job_title: string;
  city: string;
  language: Language | '';
  note: string;
}

/** What the form starts with. */
export function profileOf(customer: Customer): Profile {
  const { name, job_title, city, language, note } = customer;
  return { name, job_title: job_title ?? '', city: city ?? '', language: (language ?? '') as Profile['language'], note: note ?? '' };
}

/** Only what differs, emptied fields as null: what somebody else changed meanwhile stays theirs. */
export function changesOf(before: Profile, after: Profile): Partial<Customer> {
  const names = Object.keys(before) as (keyof Profile)[];
  const changed = names.filter((name) => before[name] !== after[name].trim());
  return Object.fromEntries(changed.map((name) => [name, after[name].trim() || null]));
}
