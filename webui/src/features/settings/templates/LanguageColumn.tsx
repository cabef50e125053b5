import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { TemplateChannel, TemplateProblem } from '@/api';
import { Chip, Icon } from '@/components';

import { FieldMenu } from './FieldMenu';
import { insert, partsOf } from './form';
import { Problems } from './Problems';
import styles from './Templates.module.css';
import { type Body, DIRECTIONS, type Part, type TemplateLanguage } from './types';

interface Props {
  language: TemplateLanguage;
  channel: TemplateChannel;
  body: Body;
  problems: TemplateProblem[];
  /** The language of those who speak none of the template's. */
  standard: boolean;
  readOnly: boolean;
  onChange: (body: Body) => void;
  onStandard: () => void;
  onRemove: (() => void) | null;
}

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Remembers where the caret last stood, and writes there. */
function useCaret(body: Body, onChange: (body: Body) => void) {
  const fields = useRef<Partial<Record<Part, Field | null>>>({});
  const last = useRef<Part>('text');
  const put = (what: string) => {
    const part = last.current;
    const field = fields.current[part];
    const end = body[part].length;
    const made = insert(body[part], what, field?.selectionStart ?? end, field?.selectionEnd ?? end);
    onChange({ ...body, [part]: made.text });
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(made.caret, made.caret);
    });
  };
  const of = (part: Part) => ({
    ref: (field: Field | null) => {
      fields.current[part] = field;
    },
    onFocus: () => {
      last.current = part;
    },
  });
  return { put, of };
}

/** The words in one language, in its own direction. */
export function LanguageColumn({ language, channel, body, problems, standard, readOnly, onChange, onStandard, onRemove }: Props) {
  const { t } = useTranslation('templates');
  const id = useId();
  const { put, of } = useCaret(body, onChange);
  const name = t(`language.${language}`);
  const about = (part: Part) => problems.filter(({ field }) => field === `bodies.${language}.${part}`);
  const shared = (part: Part) => ({
    label: t(`part.${part}`),
    'aria-label': t('partIn', { part: t(`part.${part}`), name }),
    'aria-describedby': about(part).length > 0 ? `${id}-${part}` : undefined,
    dir: DIRECTIONS[language],
    lang: language,
    readOnly,
    error: about(part).length > 0,
    value: body[part],
    ...of(part),
    onChange: (event: { currentTarget: { value: string } }) => onChange({ ...body, [part]: event.currentTarget.value }),
  });
  return (
    <section className={styles.column} aria-label={name}>
      <header>
        <h2>{name}</h2>
        {standard ? (
          <Chip tone="accent">{t('standard')}</Chip>
        ) : (
          !readOnly && (
            <Button variant="subtle" size="compact-xs" onClick={onStandard}>
              {t('makeStandard')}
            </Button>
          )
        )}
        <span className={styles.end}>
          {!readOnly && <FieldMenu language={language} onInsert={put} />}
          {!readOnly && onRemove && (
            <ActionIcon aria-label={t('removeLanguage', { name })} onClick={onRemove}>
              <Icon name="trash" />
            </ActionIcon>
          )}
        </span>
      </header>
      {partsOf(channel).map((part) => (
        <div key={part} className={styles.part}>
          {part === 'subject' ? (
            <TextInput maxLength={1000} {...shared(part)} />
          ) : (
            <Textarea autosize minRows={part === 'text' ? 6 : 4} maxRows={18} classNames={{ input: part === 'html' ? styles.code : '' }} {...shared(part)} dir={part === 'html' ? 'ltr' : DIRECTIONS[language]} />
          )}
          <Problems id={`${id}-${part}`} problems={about(part)} onHint={({ name: wrong, hint }) => wrong && hint && onChange({ ...body, [part]: body[part].replace(wrong, hint) })} />
        </div>
      ))}
    </section>
  );
}
