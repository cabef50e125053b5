/** Where a caller is: the known place, and the number's country in the reader's language; null when neither is known. */
export function placeOf(place: string | null, region: string | null, language: string, comma: string): string | null {
  const country = region === null ? null : countryName(region, language);
  // A place in another script must not turn the words around it.
  return [place && `\u2068${place}\u2069`, country].filter(Boolean).join(comma) || null;
}

/** A country's name by its two letters; the letters when they name none. */
export function countryName(region: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region' }).of(region) ?? region;
  } catch {
    return region;
  }
}
