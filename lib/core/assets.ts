import { join } from 'node:path';

/**
 * Where something is that ships bundled with the package.
 *
 * The only place that knows: seen from here it is two folders up, from the sources as from what is compiled and from the one-file bundle.
 */
export function assetPath(name: string): string {
  return join(__dirname, '..', '..', 'assets', name);
}
