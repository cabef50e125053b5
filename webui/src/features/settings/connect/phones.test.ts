import { expect, it } from 'vitest';

import { chosenPhones, phonesOf } from './phones';

const SARA = { id: '1', name: 'Sara', initials: 'S' };

it('suggests a person for one phone only, and leaves out what has no number', () => {
  const phones = phonesOf({
    extensions: [
      { endpoint: 'PJSIP/101', number: '101', name: 'Sara', user: SARA },
      { endpoint: 'PJSIP/102', number: '102', name: null, user: SARA },
      { endpoint: 'PJSIP/door', number: null, name: null, user: null },
    ],
  });
  expect(phones.map(({ user }) => user)).toEqual(['1', null, null]);
  expect(chosenPhones(phones)).toEqual([
    { endpoint: 'PJSIP/101', number: '101', label: 'Sara', user_id: '1' },
    { endpoint: 'PJSIP/102', number: '102', label: null, user_id: null },
  ]);
});
