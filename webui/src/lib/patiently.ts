const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** A load that is made once, and again as long as it fails: a hub that is away for a moment must not cost the page a part of itself. */
export function patiently<T>(load: () => Promise<T>): () => Promise<T> {
  const attempt = async (pause: number): Promise<T> => {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
      return attempt(Math.min(2 * pause, LONGEST_PAUSE_MS));
    }
  };
  let loading: Promise<T> | null = null;
  return () => (loading ??= attempt(FIRST_PAUSE_MS));
}
