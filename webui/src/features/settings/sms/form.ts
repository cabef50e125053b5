import type { SmsRoute } from '@/api';
import { toAscii } from '@/lib/format';

/** A route as it is typed; amounts and rates are text until it is sent. */
export interface RouteForm {
  name: string;
  account: string;
  prefixes: string[];
  purpose: SmsRoute['purpose'];
  sender: string;
  price: string;
  currency: string | null;
  suffix: string;
  suffix_added: boolean;
  rate: string;
  spend_limit: string;
  balance_warning: string;
  active: boolean;
}

const text = (value: string | number | null | undefined) => (value === null || value === undefined ? '' : String(value));

/** The form of a route, or a new one's. */
export function formOf(route: SmsRoute | null, account: string): RouteForm {
  return {
    name: route?.name ?? '',
    account: route?.account ?? account,
    prefixes: route?.prefixes ?? [],
    purpose: route?.purpose ?? 'any',
    sender: route?.sender ?? '',
    price: text(route?.price),
    currency: route?.currency ?? null,
    suffix: route?.suffix ?? '',
    suffix_added: route?.suffix_added ?? true,
    rate: text(route?.rate),
    spend_limit: text(route?.spend_limit),
    balance_warning: text(route?.balance_warning),
    active: route?.active ?? true,
  };
}

const plain = (typed: string): string | null => toAscii(typed).replace('٫', '.').replaceAll('٬', '').replaceAll(',', '').trim() || null;

/** The route as the hub takes it. */
export function bodyOf(form: RouteForm): Record<string, unknown> {
  const rate = plain(form.rate);
  return {
    ...form,
    name: form.name.trim(),
    sender: form.sender.trim() || null,
    suffix: form.suffix.trim() || null,
    price: plain(form.price),
    spend_limit: plain(form.spend_limit),
    balance_warning: plain(form.balance_warning),
    rate: rate === null || Number.isNaN(Number(rate)) ? rate : Number(rate),
  };
}
