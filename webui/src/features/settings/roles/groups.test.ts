import { describe, expect, it } from 'vitest';

import type { Permission, PermissionInfo } from '@/api';

import { grouped, without, withNeeded } from './groups';

const right = (permission: Permission, ...needs: Permission[]): PermissionInfo => ({ permission, needs, about: '' });
const RIGHTS = [
  right('session'), right('customers:merge', 'customers:write'), right('customers:write', 'customers:read'), right('customers:read'),
  right('teams:read'), right('lines:manage'),
]; // prettier-ignore

describe('the rights of a role', () => {
  it('come with what they need', () => {
    expect([...withNeeded(['customers:merge'], RIGHTS)].sort()).toEqual(['customers:merge', 'customers:read', 'customers:write']);
  });

  it('go with what they need', () => {
    const chosen = withNeeded(['customers:merge', 'teams:read'], RIGHTS);
    expect([...without(chosen, 'customers:read', RIGHTS)]).toEqual(['teams:read']);
    expect([...without(chosen, 'customers:merge', RIGHTS)].sort()).toEqual(['customers:read', 'customers:write', 'teams:read']);
  });

  it('stand in groups, without the one that everybody has', () => {
    expect(grouped(RIGHTS).map(({ group, rights }) => `${group} ${rights.length}`)).toEqual(['customers 3', 'people 1', 'system 1']);
  });
});
