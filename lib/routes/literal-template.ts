import { Lazy, Stack, Token, Tokenization } from 'aws-cdk-lib';

/** A part of a text that needs nothing more. */
interface Finished { readonly finished: string }

/** A mapping template that prints this JSON document and nothing else. Velocity reads `$` and `#` as its own; they come through variables. */
export function literalTemplate(document: unknown): string {
  const escaped = mapTexts(document);
  const prefix = /\$\{(dollar|hash)\}/.test(JSON.stringify(escaped)) ? "#set($dollar = '$')#set($hash = '#')" : '';
  return Lazy.uncachedString({ produce: ({ scope }) => `${prefix}${Stack.of(scope).toJsonString(escaped)}` });
}

function mapTexts(value: unknown): unknown {
  if (typeof value === 'string') return escapeText(value);
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  if (Array.isArray(value)) return value.map(mapTexts);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [escapeText(key), mapTexts(item)]));
}

/** Tokens keep their spelling, which has a dollar sign too. */
function escapeText(text: string): string {
  const escaped: string | Finished = Tokenization.reverseString(text)
    .mapTokens({ mapToken: (token): Finished => ({ finished: token.toString() }) })
    .join({ join: (left?: string | Finished, right?: string | Finished): Finished => ({ finished: `${finish(left)}${finish(right)}` }) });
  return finish(escaped);
}

function finish(part: string | Finished = ''): string {
  return typeof part === 'string' ? part.replace(/[$#]/g, (sign) => sign === '$' ? '${dollar}' : '${hash}') : part.finished;
}
