import { useEffect } from 'react';

/** Keeps `text` in the tab's title while it is not null, whatever the page below it is called meanwhile. */
export function useTabTitle(text: string | null): void {
  useEffect(() => {
    const element = document.querySelector('title');
    if (text === null || !element) return;
    let page = document.title;
    const show = () => {
      if (document.title === text) return;
      page = document.title;
      document.title = text;
    };
    show();
    const watch = new MutationObserver(show);
    watch.observe(element, { childList: true, characterData: true, subtree: true });
    return () => {
      watch.disconnect();
      document.title = page;
    };
  }, [text]);
}
