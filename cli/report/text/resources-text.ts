import { inside, TextStyle } from './layout';
import { table } from '../../table';
import { ResourceCount } from '../resources';

/** Kind and count side by side, in as many pairs of columns as fit, read from top to bottom. */
export function resourcesText(resources: readonly ResourceCount[], style: TextStyle): string {
  if (resources.length === 0) return '';
  const cells = resources.map(({ type, count }) => [type.replace(/^AWS::/, ''), String(count)]);
  const widest = Math.max(...cells.map(([type, count]) => type.length + count.length)) + 4;
  const pairs = Math.max(1, Math.floor(inside(style) / widest));
  const height = Math.ceil(cells.length / pairs);
  const rows = Array.from({ length: height }, (_, row) => Array.from({ length: pairs }, (__, pair) => cells[pair * height + row] ?? ['', '']).flat());
  return table([], rows, inside(style));
}
