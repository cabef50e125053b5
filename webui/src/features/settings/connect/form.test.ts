import { describe, expect, it } from 'vitest';

import type { ConnectorSetup } from '@/api';

import { formOf, freeName, newSecret, optionsOf, withTls } from './form';

const STORED: ConnectorSetup = {
  account: 'pbx',
  source: 'page',
  connector: 'asterisk',
  name: 'Office',
  enabled: true,
  options: { host: '10.0.0.4', port: 5038, username: 'hub', tls: false },
  secrets: ['secret'],
  version: 3,
};

describe('the form of a phone system', () => {
  it('shows what is stored, and no secret', () => {
    expect(formOf(STORED, [])).toMatchObject({ host: '10.0.0.4', port: '5038', username: 'hub', secret: '', tlsVerify: true });
  });

  it('leaves the secret out until one is typed', () => {
    const form = formOf(STORED, []);
    expect(optionsOf(form)).not.toHaveProperty('secret');
    expect(optionsOf({ ...form, secret: 'new' })).toHaveProperty('secret', 'new');
  });

  it('finds a short name that is free', () => {
    expect(freeName(['pbx', 'pbx2'])).toBe('pbx3');
  });

  it('moves the usual port along with TLS, and no other', () => {
    const form = formOf(STORED, []);
    expect(withTls(form, true).port).toBe('5039');
    expect(withTls({ ...form, port: '6000' }, true).port).toBe('6000');
    expect(withTls(withTls(form, true), false).port).toBe('5038');
  });

  it('makes secrets that differ', () => {
    expect(newSecret()).toMatch(/^[a-zA-Z2-9]{32}$/);
    expect(newSecret()).not.toBe(newSecret());
  });
});
