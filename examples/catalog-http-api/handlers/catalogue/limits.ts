/** What requests and imports may look like. HTTP APIs check nothing of it, so the handlers do. */
export const LIMITS = {
  productId: '^[a-z0-9][a-z0-9-]{0,63}$',
  title: 200,
  description: 2000,
  priceCents: 100_000_000,
  productsPerImport: 100,
  pageSize: 50,
  searchText: 100,
  searchHits: 20,
} as const;

export const DEFAULT_PAGE_SIZE = 20;
