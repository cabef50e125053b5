import { expect, it } from 'vitest';

import { bodyOf, formOf } from './form';

it('takes amounts as people write them, and nothing for nothing', () => {
  const body = bodyOf({ ...formOf(null, 'kavenegar'), name: ' خط تبلیغاتی ', price: '۱٬۲۰۰٫۵', rate: '۱۰', sender: ' ' });
  expect(body).toMatchObject({ name: 'خط تبلیغاتی', account: 'kavenegar', price: '1200.5', rate: 10, sender: null, spend_limit: null });
});

it('leaves what is no number to the hub, which says so at its field', () => {
  expect(bodyOf({ ...formOf(null, 'a'), rate: 'fast', price: 'dear' })).toMatchObject({ rate: 'fast', price: 'dear' });
});
