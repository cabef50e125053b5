/** The bar of the running call, below every page; takes no room without one. */
export function CallBar() {
  return null;
}
