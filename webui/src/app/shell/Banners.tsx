import { lazy, Suspense, useState } from 'react';

import { part } from '@/lib/parts';

const SandboxBanner = lazy(part(() => import('./SandboxBanner'), 'SandboxBanner', 'sandbox'));
const InsecureBanner = lazy(part(() => import('./InsecureBanner'), 'InsecureBanner'));
const HIDDEN = 'peyvand-insecure-seen';

/** What everybody has to know on every page. */
export function Banners() {
  return (
    <>
      <Suspense>
        <SandboxBanner />
      </Suspense>
      <Insecure />
    </>
  );
}

/** Over plain HTTP from another machine the browser refuses microphone and notifications: says so, once a tab. */
function Insecure() {
  const [hidden, setHidden] = useState(() => sessionStorage.getItem(HIDDEN) !== null);
  if (window.isSecureContext || hidden) return null;
  const hide = () => {
    sessionStorage.setItem(HIDDEN, '1');
    setHidden(true);
  };
  return (
    <Suspense>
      <InsecureBanner onHide={hide} />
    </Suspense>
  );
}
