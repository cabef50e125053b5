import { describe, expect, it } from 'vitest';

import type { TemplateField } from '@/api';

import { bodiesOf, formOf, insert, same, saved, written } from './form';
import { readable } from './readable';

const field: TemplateField = { name: 'customer.first_name', kind: 'text', group: 'customer', label: null };

describe('a template on the page', () => {
  it('is new in the language of the reader', () => {
    expect(Object.keys(formOf(null, 'fa', 'sms', null).bodies)).toEqual(['fa']);
  });

  it('keeps of a text message what a text message has', () => {
    const form = { ...formOf(null, 'en', 'sms', null), bodies: { en: { subject: 'x', text: 'Hello', html: '<p>' } } };
    expect(bodiesOf(form)).toEqual({ en: { subject: '', text: 'Hello', html: '' } });
    expect(bodiesOf({ ...form, channel: 'email' })).toEqual(form.bodies);
  });

  it('sends no channel again, and an empty shortcut as none', () => {
    const body = saved(formOf(null, 'en', 'chat', null), true);
    expect(body).toMatchObject({ shortcut: null });
    expect(body).not.toHaveProperty('channel');
  });

  it('is unchanged by spaces around its name', () => {
    const form = formOf(null, 'en', 'chat', null);
    expect(same(form, { ...form, name: ' ' })).toBe(true);
    expect(same(form, { ...form, name: 'Hours' })).toBe(false);
  });
});

describe('a field that is put in', () => {
  it('has its fallback in quotes that cannot break out', () => {
    expect(written(field, '')).toBe('{{ customer.first_name }}');
    expect(written(field, 'dear "friend" }}')).toBe('{{ customer.first_name | default("dear ”friend” ))") }}');
  });

  it('takes the place of what is selected', () => {
    expect(insert('Dear X,', 'Y', 5, 6)).toEqual({ text: 'Dear Y,', caret: 6 });
  });
});

describe('the beginning of a template', () => {
  it('tells fields by their names, and nothing of what was cut off', () => {
    const text = 'Hi {{ customer.first_name | default("you") }}, {% if a %}see {{ line.number }}{% endif %} and {{ cust';
    expect(readable(text, (name) => name.split('.').at(-1) ?? '')).toBe('Hi ‹first_name›, see ‹number› and …');
  });
});
