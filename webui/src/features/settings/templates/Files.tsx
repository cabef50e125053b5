import { ActionIcon, Button, FileButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Template } from '@/api';
import { Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { useFieldError, useProblemText } from '@/lib/http';

import styles from './Templates.module.css';
import { useAddFile, useRemoveFile } from './useTemplates';

const MOST = 10;
const KIB = 1024;

/** The files that go with every message of a template. */
export function Files({ template, readOnly }: { template: Template; readOnly: boolean }) {
  const { t } = useTranslation('templates');
  const problem = useProblemText();
  const fieldError = useFieldError();
  const add = useAddFile(template.id);
  const remove = useRemoveFile(template.id);
  const error = add.error ?? remove.error;
  return (
    <section className={styles.files} aria-label={t('files')}>
      <header>
        <h2>{t('files')}</h2>
        {!readOnly && (
          <FileButton onChange={(file) => file && add.mutate(file)}>
            {(props) => (
              <Button {...props} variant="default" size="xs" leftSection={<Icon name="paperclip" size={14} />} loading={add.isPending} disabled={template.files.length >= MOST}>
                {t('addFile')}
              </Button>
            )}
          </FileButton>
        )}
      </header>
      {error && (
        <p className={styles.problem} role="alert">
          {fieldError(error, 'file') ?? problem(error)}
        </p>
      )}
      {template.files.length === 0 && <p className={styles.aside}>{t('noFiles')}</p>}
      <ul>
        {template.files.map((file) => (
          <li key={file.id}>
            <Icon name="file-text" size={16} />
            <a className="pv-cut" href={`/api/templates/${template.id}/files/${file.id}`} download>
              <bdi>{file.name}</bdi>
            </a>
            <Size bytes={file.size} />
            {!readOnly && (
              <ActionIcon aria-label={t('removeFile', { name: file.name })} onClick={() => remove.mutate(file.id)}>
                <Icon name="x" />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Size({ bytes }: { bytes: number }) {
  const { t } = useTranslation('templates');
  const { number } = useFormat();
  const large = bytes >= KIB * KIB;
  const size = large ? Math.round((bytes / KIB / KIB) * 10) / 10 : Math.max(1, Math.round(bytes / KIB));
  return <span className={styles.aside}>{t(large ? 'size.mb' : 'size.kb', { size: number(size) })}</span>;
}
