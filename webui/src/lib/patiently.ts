const PAUSE_MS = 2_000;

/** A load that is made once, and again as long as it fails: a hub that is away for a moment must not cost the page a part of itself. */
export function patiently<T>(load: () => Promise<T>): () => Promise<T> {
  const attempt = async (): Promise<T> => {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      return attempt();
    }
  };
  let loading: Promise<T> | null = null;
  return () => (loading ??= attempt());
}
