import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { TemplateChannel, TemplateVersionWords } from '@/api';

import { EMPTY, partsOf } from './form';
import styles from './Templates.module.css';
import { DIRECTIONS, LANGUAGES, type TemplateLanguage } from './types';

/** Two versions in one text: what went and what came, word by word. */
export function Compared({ before, after, channel }: { before: TemplateVersionWords | null; after: TemplateVersionWords; channel: TemplateChannel }) {
  const { t } = useTranslation('templates');
  const languages = LANGUAGES.filter((language) => before?.bodies[language] ?? after.bodies[language]);
  return languages.map((language) => (
    <div key={language}>
      <h3>{t(`language.${language}`)}</h3>
      {partsOf(channel).map((part) => {
        const [was, is] = [(before?.bodies[language] ?? EMPTY)[part], (after.bodies[language] ?? EMPTY)[part]];
        if (!was && !is) return null;
        return (
          <div key={part} className={styles.words}>
            {channel === 'email' && <small>{t(`part.${part}`)}</small>}
            <Words before={before ? was : is} after={is} language={language} />
          </div>
        );
      })}
    </div>
  ));
}

function Words({ before, after, language }: { before: string; after: string; language: TemplateLanguage }) {
  const parts = useMemo(() => diffWordsWithSpace(before, after, { intlSegmenter: new Intl.Segmenter(language, { granularity: 'word' }) }), [before, after, language]);
  return (
    <p dir={DIRECTIONS[language]} lang={language}>
      {parts.map(({ value, added, removed }, place) => {
        if (added) return <ins key={place}>{value}</ins>;
        if (removed) return <del key={place}>{value}</del>;
        return <span key={place}>{value}</span>;
      })}
    </p>
  );
}
