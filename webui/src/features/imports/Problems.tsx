import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';

import styles from './Imports.module.css';
import type { RowProblem } from './types';

/** What is wrong or was corrected in a row, in words. */
export function Problems({ problems }: { problems: RowProblem[] }) {
  const { i18n } = useTranslation('imports');
  if (problems.length === 0) return null;
  return (
    <ul className={styles.problems}>
      {problems.map(({ column, code, detail, value }, index) => (
        <li key={index}>
          <Icon name="alert-triangle" size={14} />
          <span>
            {column !== null && (
              <>
                <bdi>{column}</bdi>
                {value !== '' && (
                  <>
                    {' '}
                    <bdi className={styles.value}>{value}</bdi>
                  </>
                )}
                {': '}
              </>
            )}
            {i18n.t(`problem.${code}`, { ns: 'imports', defaultValue: detail })}
          </span>
        </li>
      ))}
    </ul>
  );
}
