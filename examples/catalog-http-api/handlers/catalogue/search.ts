import { Catalogue, Product } from './catalogue';
import { LIMITS } from './limits';

/**
 * The first products that have all these words in their title or description. It reads the catalogue until there are enough,
 * which is right for some hundred products; for more, put a search engine behind the load balancer.
 */
export async function search(catalogue: Catalogue, words: string[]): Promise<Product[]> {
  const hits: Product[] = [];
  let after: string[] | undefined;
  do {
    const { entries, next } = await catalogue.list({ limit: LIMITS.pageSize, after });
    hits.push(...entries.filter((product) => matches(product, words)));
    after = next;
  } while (after && hits.length < LIMITS.searchHits);
  return hits.slice(0, LIMITS.searchHits);
}

function matches({ title, description }: Product, words: string[]): boolean {
  const text = `${title} ${description}`.toLowerCase();
  return words.every((word) => text.includes(word.toLowerCase()));
}
