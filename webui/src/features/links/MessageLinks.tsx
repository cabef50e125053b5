import { useTranslation } from 'react-i18next';

import { ErrorState, SkeletonRows } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Links.module.css';
import { useMessageLinks } from './useShortLinks';

/** Where each short link of a message leads, and who opened it when: people first, machines that looked ahead apart. */
export function MessageLinks({ message, version }: { message: string; version: number }) {
  const { t } = useTranslation('links');
  const { number, dateTime } = useFormat();
  const links = useMessageLinks(message, version);
  if (links.isError && !links.data) return <ErrorState error={links.error} retry={() => void links.refetch()} />;
  if (!links.data) return <SkeletonRows rows={2} />;
  if (links.data.items.length === 0) return <p className={styles.dim}>{t('gone')}</p>;
  return (
    <ul className={styles.links} tabIndex={0} aria-label={t('title')}>
      {links.data.items.map((link) => (
        <li key={link.url}>
          <span className={styles.target} dir="ltr" title={link.target}>
            {link.target.replace(/^https?:\/\//, '')}
          </span>
          <span className={styles.dim}>
            {t('opened', { count: link.clicks, shown: number(link.clicks) })}
            {link.previews > 0 && ` · ${t('previews', { count: link.previews, shown: number(link.previews) })}`}
          </span>
          <ul className={styles.clicks}>
            {link.latest
              .filter(({ kind }) => kind === 'person')
              .map((click) => (
                <li key={click.at}>
                  <span>{dateTime(click.at)}</span>
                  <span className={styles.dim}>{t(`device.${click.device}`)}</span>
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
