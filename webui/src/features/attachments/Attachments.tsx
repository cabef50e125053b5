import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { useCan } from '@/lib/session';

import styles from './Attachments.module.css';
import { Erase } from './Erase';
import { sizeOf, stateKey, type AttachmentFact } from './facts';

/** The files of a message: images small, sound and video to play, the rest by name; or why one is not there. */
export function Attachments({ files }: { files: readonly AttachmentFact[] }) {
  const { t } = useTranslation('attachments');
  if (files.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={t('title')}>
      {files.map((file) => (
        <li key={file.id}>
          <One file={file} />
        </li>
      ))}
    </ul>
  );
}

function One({ file }: { file: AttachmentFact }) {
  const { t } = useTranslation('attachments');
  const erases = useCan('attachments:erase');
  const [erased, setErased] = useState(false);
  if (erased || file.state !== 'fetched') return <p className={styles.words}>{t(erased ? 'state.erased' : stateKey(file))}</p>;
  return (
    <>
      <Fetched file={file} />
      {erases && <Erase id={file.id} name={file.name ?? ''} onErased={() => setErased(true)} />}
    </>
  );
}

function Fetched({ file }: { file: AttachmentFact }) {
  const { t } = useTranslation('attachments');
  const path = `/api/attachments/${file.id}/content`;
  const name = file.name ?? '';
  if (file.view === 'image') {
    return (
      <a className={styles.image} href={path} target="_blank" rel="noopener noreferrer" title={name}>
        <img src={path} alt={t('image', { name })} loading="lazy" decoding="async" />
      </a>
    );
  }
  if (file.view === 'audio') {
    return (
      <div dir="ltr">
        <audio className={styles.audio} controls preload="none" src={path} aria-label={t('audio', { name })} />
      </div>
    );
  }
  if (file.view === 'video') {
    return (
      <div dir="ltr">
        <video className={styles.video} controls preload="none" src={path} aria-label={t('video', { name })} />
      </div>
    );
  }
  return <Named file={file} path={path} name={name} />;
}

function Named({ file, path, name }: { file: AttachmentFact; path: string; name: string }) {
  const { t } = useTranslation('attachments');
  const { number } = useFormat();
  const size = sizeOf(file.bytes ?? 0);
  return (
    <>
      <a className={styles.file} href={`${path}?download=true`} download>
        <Icon name="paperclip" size={14} />
        <bdi className="pv-cut">{name}</bdi>
        <span className={styles.size}>{t(`size.${size.unit}`, { n: number(size.n) })}</span>
      </a>
      {file.reason === 'mismatch' && <p className={styles.words}>{t('mismatch')}</p>}
    </>
  );
}
