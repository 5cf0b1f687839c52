import { parse } from 'velocityjs';

interface Directive {
  readonly type: string;
  readonly id?: string;
  readonly pos?: { readonly first_line: number };
}

/** Text, a directive or reference, or a block (`#if … #end`): its directive and then what is inside, which velocityjs' own type leaves out. */
type Node = string | Directive | Node[];

/** Put behind the template to see where it ends: velocityjs itself closes open blocks in silence, and drops all that follows a stray #end. */
const END = 'endOfTemplate';

/** What is malformed in a mapping template of API Gateway (the Velocity Template Language); nothing when it parses. */
export function checkMappingTemplate(template: string): string[] {
  try {
    parse(template);
  } catch (error) {
    return [asSentence(String((error as Error).message))];
  }
  return checkBlocks(parse(`${template}\n$${END}`) as Node[]);
}

function checkBlocks(nodes: Node[]): string[] {
  if (!nodes.some(isEnd)) return ['an #end closes nothing'];
  const open = innermostOpen(nodes);
  if (open) return [`line ${open.pos?.first_line}: #${open.type} has no #end`];
  return nodes.filter(isBranch).map(({ type, pos }) => `line ${pos?.first_line}: #${type} stands outside #if`);
}

/** The directive of the block the template ends in. */
function innermostOpen(nodes: Node[]): Directive | undefined {
  const blocks = nodes.filter((node) => Array.isArray(node));
  const inside = blocks.map(innermostOpen).find((open) => open !== undefined);
  return inside ?? blocks.find((block) => block.some(isEnd))?.find(isDirective);
}

function isDirective(node: Node): node is Directive {
  return typeof node === 'object' && !Array.isArray(node);
}

function isEnd(node: Node): boolean {
  return isDirective(node) && node.id === END;
}

function isBranch(node: Node): node is Directive {
  return isDirective(node) && ['else', 'elseif'].includes(node.type);
}

/**
 * The parser says "Parse error on line 3:", the code around it, a line of dashes that ends under the culprit, and the names of its tokens.
 * People need the line and the two halves of the code.
 */
function asSentence(message: string): string {
  const [head, code = '', marker = ''] = message.split('\n');
  const before = code.slice(0, marker.indexOf('^'));
  const after = code.slice(before.length);
  return `line ${/line (\d+)/.exec(head)?.[1]}: "${before}" cannot be followed by ${after === '' ? 'the end of the template' : `"${after}"`}`;
}
