import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { TemplateRow } from '@/api';
import { ChannelTile, Chip, Icon } from '@/components';
import { useFormat } from '@/lib/format';

import page from '../page.module.css';
import { readable } from './readable';
import styles from './Templates.module.css';
import { useFieldNames } from './useFieldName';

/** A template in the list: its name, how it begins, and how it is found. */
export function TemplateItem({ row }: { row: TemplateRow }) {
  const { t } = useTranslation('templates');
  const { number, when } = useFormat();
  const nameOf = useFieldNames();
  return (
    <article className={[page.row, styles.item].join(' ')}>
      <ChannelTile channel={row.channel} />
      <div className={page.names}>
        <span className={styles.title}>
          <Link className="pv-cut" to={`/settings/templates/${row.id}`}>
            <bdi>{row.name}</bdi>
          </Link>
          {row.shortcut && (
            <code dir="ltr" className={styles.shortcut}>
              /<bdi>{row.shortcut}</bdi>
            </code>
          )}
        </span>
        <bdi className={[page.aside, 'pv-cut'].join(' ')}>{readable(row.snippet, nameOf)}</bdi>
      </div>
      <span className={[styles.facts, page.wide].join(' ')}>
        {row.files > 0 && (
          <span className={styles.fact} title={t('fileCount', { count: row.files, shown: number(row.files) })}>
            <Icon name="paperclip" size={14} label={t('fileCount', { count: row.files, shown: number(row.files) })} />
            {number(row.files)}
          </span>
        )}
        {row.languages.map((language) => (
          <Chip key={language} tone="line">
            {t(`language.${language}`)}
          </Chip>
        ))}
      </span>
      <time className={[page.aside, page.wide].join(' ')} dateTime={row.updated_at}>
        {when(row.updated_at)}
      </time>
    </article>
  );
}
