import { useTranslation } from 'react-i18next';

import type { TemplateProblem } from '@/api';
import { useFormat } from '@/lib/format';

import styles from './Templates.module.css';

/** What is wrong with one part of the words: on which line, why, and what may have been meant. */
export function Problems({ id, problems, onHint }: { id: string; problems: TemplateProblem[]; onHint: (problem: TemplateProblem) => void }) {
  const { t } = useTranslation('templates');
  const { number } = useFormat();
  if (problems.length === 0) return null;
  return (
    <div id={id} role="status">
      <ul className={styles.problems}>
      {problems.map((problem, place) => (
        <li key={place}>
          {problem.code !== 'missing' && <b>{t('line', { number: number(problem.line) })}</b>} {t(`problem.${problem.code}`, { defaultValue: problem.detail })}{' '}
          {problem.name && <code dir="ltr">{problem.name}</code>}
          {problem.hint && (
            <button type="button" className={styles.hint} onClick={() => onHint(problem)}>
              {t('meant')} <code dir="ltr">{problem.hint}</code>
            </button>
          )}
        </li>
      ))}
      </ul>
    </div>
  );
}
