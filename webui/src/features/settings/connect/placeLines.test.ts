import { describe, expect, it } from 'vitest';

import { placeLines } from './placeLines';

const places = [
  { group: 'records', key: 'cdr', example: '/var/log/cdr.csv' },
  { group: 'records', key: 'cdr_secret_file', example: '/etc/cdr.secret' },
  { group: 'records', key: 'cel', example: '/var/log/cel.csv' },
];

describe('the lines for the settings file', () => {
  it('are a section of that account, secrets as comments', () => {
    expect(placeLines(places, 'shop', {}, 'password')).toBe(
      '[places.shop]\ncdr = "/var/log/cdr.csv"\n# cdr_secret_file = "/etc/cdr.secret"  # password\ncel = "/var/log/cel.csv"',
    );
  });

  it('leave out what the file says already', () => {
    expect(placeLines(places, 'shop', { cdr: '/mnt/cdr.csv', cdr_secret: null }, 'password')).toBe('[places.shop]\ncel = "/var/log/cel.csv"');
    expect(placeLines(places, 'shop', { cdr: '/mnt/cdr.csv', cel: '/mnt/cel.csv' }, 'password')).toBeNull();
  });
});
