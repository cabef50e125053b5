import { describe, expect, it } from 'vitest';

import type { ConnectorKind, ConnectorOption, ConnectorSetup } from '@/api';

import { formOf, freeName, isSet, newSecret, optionsOf, withValue } from './form';

const option = (name: string, kind: ConnectorOption['kind'], more: Partial<ConnectorOption> = {}): ConnectorOption => ({
  name, kind, required: false, default: null, minimum: null, maximum: null, choices: [], group: null, about: '', ...more,
});

const KIND: ConnectorKind = {
  name: 'asterisk',
  channel: 'call',
  places: [],
  hooks: [],
  hooks_base: null,
  options: [
    option('host', 'text', { required: true }),
    option('port', 'integer', { default: 5038 }),
    option('username', 'text', { required: true }),
    option('secret', 'secret', { required: true }),
    option('tls', 'switch', { default: false }),
    option('trunks', 'list', { default: [], group: 'phones' }),
    option('dial_timeout', 'number', { default: 30, group: 'dialling' }),
  ],
};

const STORED: ConnectorSetup = {
  account: 'pbx',
  source: 'page',
  connector: 'asterisk',
  name: 'Office',
  enabled: true,
  options: { host: '10.0.0.4', username: 'hub', tls: false, trunks: ['provider'] },
  places: {},
  secrets: ['secret'],
  version: 3,
};

describe('the form of a phone system', () => {
  it('shows what is stored, and no secret', () => {
    expect(formOf(STORED, KIND, []).values).toEqual({
      host: '10.0.0.4', port: '', username: 'hub', secret: '', tls: false, trunks: ['provider'], dial_timeout: '',
    });
  });

  it('sends what was changed, as the hub takes it', () => {
    const form = formOf(STORED, KIND, []);
    expect(optionsOf(form, KIND, STORED)).toEqual({});
    const changed = { ...form, values: { ...form.values, dial_timeout: '۴۵', trunks: [], secret: 'new', port: '5038' } };
    expect(optionsOf(changed, KIND, STORED)).toEqual({ dial_timeout: 45, trunks: null, secret: 'new' });
  });

  it('sends of a new one what is no default', () => {
    const form = withValue(formOf(null, KIND, []), 'host', ' 10.0.0.9 ');
    expect(optionsOf(form, KIND, null)).toEqual({ host: '10.0.0.9', username: 'peyvand' });
  });

  it('leaves it to the hub to say that something is no number', () => {
    expect(optionsOf(withValue(formOf(STORED, KIND, []), 'dial_timeout', 'soon'), KIND, STORED)).toEqual({ dial_timeout: 'soon' });
  });

  it('knows what differs from the default', () => {
    const [, port, , , tls, trunks] = KIND.options as [ConnectorOption, ConnectorOption, ConnectorOption, ConnectorOption, ConnectorOption, ConnectorOption];
    expect([isSet(port, ''), isSet(port, '5038'), isSet(port, '5039'), isSet(tls, true), isSet(trunks, []), isSet(trunks, ['a'])]).toEqual([
      false, false, true, true, false, true,
    ]);
  });

  it('finds a short name that is free', () => {
    expect(freeName('pbx', ['pbx', 'pbx2'])).toBe('pbx3');
  });

  it('moves the usual port along with TLS, and no other', () => {
    const form = formOf(STORED, KIND, []);
    expect(withValue(form, 'tls', true).values.port).toBe('5039');
    expect(withValue(withValue(form, 'port', '6000'), 'tls', true).values.port).toBe('6000');
    expect(withValue(withValue(form, 'tls', true), 'tls', false).values.port).toBe('');
  });

  it('makes secrets that differ', () => {
    expect(newSecret()).toMatch(/^[a-zA-Z2-9]{32}$/);
    expect(newSecret()).not.toBe(newSecret());
  });
});
