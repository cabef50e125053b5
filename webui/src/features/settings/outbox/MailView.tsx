import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { OutboxMessage } from '@/api';

import styles from './Outbox.module.css';

type Look = 'wide' | 'narrow' | 'text';

// No script, no request, no form; links open apart from this page.
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
const STYLE = 'body{margin:16px;color:#1d2433;background:#fff;font:15px/1.6 Vazirmatn,Tahoma,Arial,sans-serif;overflow-wrap:anywhere}img{max-width:100%}';

function documentOf({ html, language, subject }: OutboxMessage): string {
  const direction = language === 'fa' ? 'rtl' : 'ltr';
  const title = (subject ?? '').replace(/[<&]/g, ' ');
  return `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><base target="_blank"><title>${title}</title><style>${STYLE}</style></head><body>${html ?? ''}</body></html>`;
}

/** A mail as a mail program shows it, on a wide screen, on a phone, and where only text is shown. */
export function MailView({ message }: { message: OutboxMessage }) {
  const { t } = useTranslation('outbox');
  const [look, setLook] = useState<Look>(message.html ? 'wide' : 'text');
  const shown = message.html ? look : 'text';
  return (
    <div className={styles.mail}>
      {message.html && (
        <SegmentedControl
          size="xs"
          aria-label={t('look.label')}
          value={look}
          onChange={(value) => setLook(value)}
          data={(['wide', 'narrow', 'text'] as const).map((value) => ({ value, label: t(`look.${value}`) }))}
        />
      )}
      {shown === 'text' ? (
        <pre className={styles.plain} dir="auto" lang={message.language}>
          {message.text}
        </pre>
      ) : (
        <iframe
          className={styles.frame}
          data-look={shown}
          title={t('mailFrame')}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
          srcDoc={documentOf(message)}
        />
      )}
    </div>
  );
}
