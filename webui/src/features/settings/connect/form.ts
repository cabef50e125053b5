import type { ConnectorKind, ConnectorOption, ConnectorSetup } from '@/api';
import { toAscii } from '@/lib/format';

/** A switch, a list, or whatever else is typed. */
export type Value = string | boolean | string[];
type Plain = string | number | boolean | string[] | Record<string, unknown> | null;

/** What is typed about one account. Of an option left empty its default counts. */
export interface SetupForm {
  account: string;
  name: string;
  enabled: boolean;
  values: Record<string, Value>;
}

const PORT_WITH_TLS = '5039';
const BEGIN: Record<string, Record<string, string>> = { call: { username: 'peyvand' } };
const NAMES: Record<string, string> = { call: 'pbx' };

/** The form of an account that exists, or a new one's. */
export function formOf(setup: ConnectorSetup | null, kind: ConnectorKind, taken: string[]): SetupForm {
  const stored = setup?.options ?? BEGIN[kind.channel] ?? {};
  return {
    account: setup?.account ?? freeName(NAMES[kind.channel] ?? kind.channel, taken),
    name: setup?.name ?? '',
    enabled: setup?.enabled ?? true,
    values: Object.fromEntries(kind.options.map((option) => [option.name, valueOf(option, stored[option.name])])),
  };
}

function valueOf(option: ConnectorOption, stored: unknown): Value {
  if (option.kind === 'switch') return (stored ?? option.default) === true;
  if (option.kind === 'list') return Array.isArray(stored) ? stored.map(String) : [];
  if (option.kind === 'json') return isFilled(stored) ? JSON.stringify(stored, null, 2) : '';
  return option.kind !== 'secret' && (typeof stored === 'string' || typeof stored === 'number') ? String(stored) : '';
}

const isFilled = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** A short name that no account has: pbx, pbx2 … */
export function freeName(stem: string, taken: string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem}${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** The form with one option changed; the usual port follows the switch of TLS while no other was typed. */
export function withValue(form: SetupForm, name: string, value: Value): SetupForm {
  const values = { ...form.values, [name]: value };
  if (name === 'tls' && values.port === (value ? '' : PORT_WITH_TLS)) values.port = value ? PORT_WITH_TLS : '';
  return { ...form, values };
}

/** What is typed for one option, as text. */
export function typed(form: SetupForm, name: string): string {
  const value = form.values[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** The option as the hub takes it; null where its default counts. */
function plain(option: ConnectorOption, value: Value): Plain {
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.length > 0 ? value : null;
  const text = value.trim();
  if (text === '') return null;
  if (option.kind === 'json') return parsed(text) ?? text;
  const isNumber = option.kind === 'integer' || option.kind === 'number';
  const number = Number(toAscii(text).replace('٫', '.'));
  return isNumber && Number.isFinite(number) ? number : text;
}

/** The object that is written; null where it is none. */
export function parsed(text: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** What differs from what is stored, or of a new account from the defaults: what somebody else changes meanwhile stays. */
export function optionsOf(form: SetupForm, kind: ConnectorKind, setup: ConnectorSetup | null): Record<string, Plain> {
  const changed = kind.options.map((option): [string, Plain, boolean] => {
    const now = plain(option, form.values[option.name] ?? '');
    if (option.kind === 'secret') return [option.name, now, now !== null];
    const stored = setup?.options[option.name] ?? null;
    const usual = option.kind === 'list' || option.kind === 'json' ? null : (option.default as Plain);
    const before = JSON.stringify(stored === null || (typeof stored === 'object' && Object.keys(stored).length === 0) ? usual : stored);
    return [option.name, now, JSON.stringify(now ?? usual) !== before];
  });
  return Object.fromEntries(changed.filter(([, , differs]) => differs).map(([name, now]) => [name, now]));
}

/** Whether the option says something else than its default. */
export function isSet(option: ConnectorOption, value: Value | undefined): boolean {
  if (typeof value === 'boolean') return value !== (option.default === true);
  return value !== undefined && value.length > 0 && String(value) !== String(option.default);
}

/** A secret that nobody guesses, in letters that every configuration file takes. */
export function newSecret(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => letters[byte % letters.length]).join('');
}
