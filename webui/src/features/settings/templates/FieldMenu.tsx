import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TemplateField } from '@/api';
import { Icon } from '@/components';

import { written } from './form';
import styles from './Templates.module.css';
import { DIRECTIONS, type TemplateLanguage } from './types';
import { useFieldName } from './useFieldName';
import { useTemplateFields } from './useTemplates';

const GROUPS: TemplateField['group'][] = ['customer', 'fields', 'agent', 'line', 'time'];

interface Props {
  language: TemplateLanguage;
  onInsert: (text: string) => void;
}

/** Puts a field in at the caret, with what is written where there is no value. */
export function FieldMenu({ language, onInsert }: Props) {
  const { t } = useTranslation('templates');
  const [opened, setOpened] = useState(false);
  const choose = (text: string) => {
    setOpened(false);
    onInsert(text);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="xl" radius="md" trapFocus returnFocus={false} width={300}>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<Icon name="plus" size={14} />} aria-label={t('insertIn', { name: t(`language.${language}`) })} onClick={() => setOpened(!opened)}>
          {t('insert')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <Choices language={language} onChoose={choose} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ language, onChoose }: { language: TemplateLanguage; onChoose: (text: string) => void }) {
  const { t, i18n } = useTranslation('templates');
  const nameOf = useFieldName();
  const [search, setSearch] = useState('');
  const [fallback, setFallback] = useState('');
  const wanted = search.trim().toLocaleLowerCase(i18n.language);
  const fields = useTemplateFields().filter((field) => `${nameOf(field)} ${field.name}`.toLocaleLowerCase(i18n.language).includes(wanted));
  const first = fields[0];
  return (
    <form
      className={styles.choices}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation(); // what is written may be a form itself
        if (first) onChoose(written(first, fallback));
      }}
    >
      <div className={styles.choicesHead}>
        <TextInput size="xs" data-autofocus aria-label={t('searchField')} placeholder={t('searchField')} leftSection={<Icon name="search" size={14} />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <TextInput size="xs" dir={fallback ? DIRECTIONS[language] : undefined} lang={language} aria-label={t('fallback')} placeholder={t('fallback')} maxLength={200} value={fallback} onChange={(event) => setFallback(event.currentTarget.value)} />
      </div>
      <div className={styles.choicesList}>
        {GROUPS.filter((group) => fields.some((field) => field.group === group)).map((group) => (
          <section key={group} aria-label={t(`group.${group}`)}>
            <h3>{t(`group.${group}`)}</h3>
            {fields
              .filter((field) => field.group === group)
              .map((field) => (
                <button key={field.name} type="button" onClick={() => onChoose(written(field, fallback))}>
                  <span className="pv-cut">{nameOf(field)}</span>
                  <code dir="ltr">{field.name}</code>
                </button>
              ))}
          </section>
        ))}
        {fields.length === 0 && <p className={styles.aside}>{t('noField')}</p>}
      </div>
      <button type="submit" hidden /> {/* without one, Enter in either of two inputs does nothing */}
    </form>
  );
}
