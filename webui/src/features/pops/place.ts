/** Where a caller is: the known place, else the number's country in the reader's language; null when neither is known. */
export function placeOf(place: string | null, region: string | null, language: string): string | null {
  if (place) return place;
  return region === null ? null : countryName(region, language);
}

/** A country's name by its two letters; the letters when they name none. */
export function countryName(region: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region' }).of(region) ?? region;
  } catch {
    return region;
  }
}
