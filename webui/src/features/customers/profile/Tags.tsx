import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Customer } from '@/api';
import { Callout, Chip, Icon } from '@/components';
import { dirOf } from '@/components/dirOf';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import { useTags } from '../list/lookups';
import styles from './Profile.module.css';
import { useSetTags } from './useProfile';

const LONGEST = 60;

/** The customer's tags, to add to and take from in their place. */
export function Tags({ customer }: { customer: Customer }) {
  const { t } = useTranslation('profile');
  const problem = useProblemText();
  const writes = useCan('customers:write');
  const [adding, setAdding] = useState(false);
  const set = useSetTags(customer.id);
  const names = customer.tags.map(({ name }) => name);
  if (names.length === 0 && !writes) return null;
  const add = (name: string) => {
    const wanted = name.trim();
    if (wanted !== '' && !names.includes(wanted)) set.mutate([...names, wanted]);
  };
  return (
    <section className={styles.section}>
      <h2>{t('tags')}</h2>
      <div className={styles.tags} data-editing={adding}>
        {customer.tags.map((tag) => (
          <span key={tag.name} className={styles.tag}>
            <Chip tone={tag.tone}>{tag.name}</Chip>
            {writes && (
              <button type="button" aria-label={t('removeTag', { name: tag.name })} disabled={set.isPending} onClick={() => set.mutate(names.filter((name) => name !== tag.name))}>
                <Icon name="x" size={12} />
              </button>
            )}
          </span>
        ))}
        {writes && !adding && (
          <button type="button" className={styles.add} aria-label={t('addTag')} onClick={() => setAdding(true)}>
            <Icon name="plus" size={12} />
            {t('tag')}
          </button>
        )}
        {adding && <NewTag taken={names} onAdd={add} onClose={() => setAdding(false)} />}
      </div>
      {set.isError && (
        <Callout tone="bad" alert>
          {t('failed', { reason: problem(set.error) })}
        </Callout>
      )}
    </section>
  );
}

function NewTag({ taken, onAdd, onClose }: { taken: string[]; onAdd: (name: string) => void; onClose: () => void }) {
  const { t } = useTranslation('profile');
  const known = useTags().map(({ name }) => name);
  const [text, setText] = useState('');
  const done = (name: string) => {
    onAdd(name);
    setText('');
  };
  return (
    <Autocomplete
      size="xs"
      w={150}
      aria-label={t('addTag')}
      placeholder={t('addTag')}
      data={known.filter((name) => !taken.includes(name))}
      limit={8}
      value={text}
      dir={dirOf(text)}
      maxLength={LONGEST}
      autoFocus
      onChange={setText}
      onOptionSubmit={(name) => window.setTimeout(() => done(name))}
      onBlur={() => text.trim() === '' && onClose()}
      onKeyDown={(event) => {
        if (event.code === 'Escape') onClose();
        // An option that is marked is chosen by the list itself.
        const marked = event.currentTarget.getAttribute('aria-activedescendant');
        if ((event.code === 'Enter' || event.code === 'Comma') && !marked && text.trim() !== '') {
          event.preventDefault();
          done(text);
        }
      }}
    />
  );
}
