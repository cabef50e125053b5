import type { ConnectorSetup } from '@/api';

/** What is typed about one phone system. */
export interface SetupForm {
  account: string;
  name: string;
  host: string;
  port: string;
  tls: boolean;
  tlsVerify: boolean;
  username: string;
  /** Empty: the stored one stays. It never comes back from the hub. */
  secret: string;
  enabled: boolean;
}

const PORT = { plain: '5038', tls: '5039' };

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
}

/** The form of an account that exists, or a new one's. */
export function formOf(setup: ConnectorSetup | null, taken: string[]): SetupForm {
  const options = setup?.options ?? {};
  return {
    account: setup?.account ?? freeName(taken),
    name: setup?.name ?? '',
    host: text(options.host, ''),
    port: text(options.port, PORT.plain),
    tls: options.tls === true,
    tlsVerify: options.tls_verify !== false,
    username: text(options.username, 'peyvand'),
    secret: '',
    enabled: setup?.enabled ?? true,
  };
}

/** A short name that no account has: pbx, pbx2 … */
export function freeName(taken: string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'pbx' : `pbx${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** The other port follows the switch while it is the usual one. */
export function withTls(form: SetupForm, tls: boolean): SetupForm {
  const usual = tls ? PORT.plain : PORT.tls;
  return { ...form, tls, port: form.port === usual ? (tls ? PORT.tls : PORT.plain) : form.port };
}

/** The options as the hub takes them; a secret that was not typed is left out. */
export function optionsOf(form: SetupForm): Record<string, string | number | boolean> {
  const { host, port, tls, tlsVerify, username, secret } = form;
  return {
    host: host.trim(),
    port: Number(port) || 0,
    tls,
    tls_verify: tlsVerify,
    username: username.trim(),
    ...(secret && { secret }),
  };
}

/** A secret that nobody guesses, in letters that every configuration file takes. */
export function newSecret(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => letters[byte % letters.length]).join('');
}
