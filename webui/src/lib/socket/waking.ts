/** A tab that was away for less has missed nothing that the next heads would not tell. */
const AWAY_MS = 5_000;

/** Calls `wake` when the tab was frozen, asleep, kept by the browser or without a network; returns what stops it. */
export function listenForWaking(wake: () => void): () => void {
  let hidden = 0;
  const onVisible = () => {
    if (document.visibilityState === 'hidden') hidden = Date.now();
    else if (Date.now() - hidden > AWAY_MS) wake();
  };
  const onShow = (event: PageTransitionEvent) => event.persisted && wake();
  document.addEventListener('visibilitychange', onVisible);
  document.addEventListener('resume', wake);
  window.addEventListener('pageshow', onShow);
  window.addEventListener('online', wake);
  return () => {
    document.removeEventListener('visibilitychange', onVisible);
    document.removeEventListener('resume', wake);
    window.removeEventListener('pageshow', onShow);
    window.removeEventListener('online', wake);
  };
}
