import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Names the tab after the page while it is shown. */
export function useTitle(title: string): void {
  const { t } = useTranslation('common');
  const product = t('product');
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
}
