import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './StepList.module.css';
import { type Step, STEPS } from './steps';

interface Props {
  step: Step;
  /** How many steps can be gone to. */
  reached: number;
  onStep: (step: Step) => void;
}

/** Where one is in an import; steps that were reached can be gone back to. */
export function StepList({ step, reached, onStep }: Props) {
  const { t } = useTranslation('imports');
  const { digits } = useFormat();
  const at = STEPS.indexOf(step);
  return (
    <nav aria-label={t('step.label')} className={styles.nav}>
      <ol className={styles.steps}>
        {STEPS.map((name, index) => (
          <li key={name}>
            <button
              type="button"
              className={styles.step}
              aria-current={index === at ? 'step' : undefined}
              disabled={index === at || index === 0 || index >= reached}
              onClick={() => onStep(name)}
            >
              <span className={styles.number} data-done={index < at}>
                {index < at ? <Icon name="check" size={12} /> : digits(index + 1)}
              </span>
              <span>{t(`step.${name}`)}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
