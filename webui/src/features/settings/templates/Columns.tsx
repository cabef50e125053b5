import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { TemplateProblem } from '@/api';
import { Icon } from '@/components';

import { EMPTY, type TemplateForm } from './form';
import { LanguageColumn } from './LanguageColumn';
import styles from './Templates.module.css';
import { LANGUAGES } from './types';

interface ColumnsProps {
  form: TemplateForm;
  problems: TemplateProblem[];
  readOnly: boolean;
  onChange: (change: Partial<TemplateForm>) => void;
}

/** The languages side by side; one that is not written yet can be begun. */
export function Columns({ form, problems, readOnly, onChange }: ColumnsProps) {
  const { t } = useTranslation('templates');
  const written = LANGUAGES.filter((language) => form.bodies[language]);
  return (
    <div className={styles.columns}>
      {LANGUAGES.map((language) => {
        const body = form.bodies[language];
        if (!body) {
          return readOnly ? null : (
            <div key={language} className={styles.begin}>
              <p>{t('oneLanguage', { name: t(`language.${language}`) })}</p>
              <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => onChange({ bodies: { ...form.bodies, [language]: EMPTY } })}>
                {t('addLanguage', { name: t(`language.${language}`) })}
              </Button>
            </div>
          );
        }
        const other = written.find((one) => one !== language);
        const others = other && { [other]: form.bodies[other] };
        return (
          <LanguageColumn
            key={language}
            language={language}
            channel={form.channel}
            body={body}
            problems={problems}
            standard={form.language === language}
            readOnly={readOnly}
            onChange={(next) => onChange({ bodies: { ...form.bodies, [language]: next } })}
            onStandard={() => onChange({ language })}
            onRemove={others ? () => onChange({ bodies: others, language: form.language === language ? other : form.language }) : null}
          />
        );
      })}
    </div>
  );
}
