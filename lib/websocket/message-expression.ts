import { Tokenization } from 'aws-cdk-lib';
import { RoutePlace } from './integration-plan';
import { refuse } from '../core/refuse';
import { VARIABLE } from '../routes/mapping-expression';

/** How a text is written into what a service gets, so that no sender of a message can write anything else there. */
export interface Encoding {
  /** A text that is known by now. */
  readonly literal: (text: string) => string;
  /** A text that is only known at deployment. */
  readonly token: (text: string) => string;
  /** Whatever a Velocity expression is worth when a message comes. */
  readonly value: (expression: string) => string;
}

/** As a field of a form. */
export const FORM: Encoding = {
  literal: (text) => encodeURIComponent(text),
  token: (text) => `$util.urlEncode('${text}')`,
  value: (expression) => `$util.urlEncode(${expression})`,
};

/**
 * Between the quotes of a JSON text. Velocity reads `$` and `#` as its own.
 * AWS: "turn any escaped single quotes (\') back to regular single quotes", because JSON does not know them ("$util variables").
 */
export const JSON_TEXT: Encoding = {
  literal: (text) => JSON.stringify(text).slice(1, -1).replace(/[$#]/g, (sign) => sign === '$' ? '\\u0024' : '\\u0023'),
  token: (text) => text,
  value: (expression) => `$util.escapeJavaScript(${expression}).replaceAll("\\\\'","'")`,
};

/** A part of a text that CloudFormation fills in. */
interface TokenPart { readonly token: string }
type Part = string | TokenPart;

/** The template that writes an expression of a backend: fixed text, `$context.…`, `$stageVariables.…` and, of messages, `$request.body.…`. */
export function writeExpression(expression: string, encoding: Encoding, place: RoutePlace): string {
  return partsOf(expression).map((part) => typeof part === 'string' ? writeText(part, encoding, place) : encoding.token(part.token)).join('');
}

/** Tokens keep their spelling, which looks like a variable. */
function partsOf(text: string): Part[] {
  const parts: Part | Part[] = Tokenization.reverseString(text)
    .mapTokens({ mapToken: (token): TokenPart => ({ token: token.toString() }) })
    .join({ join: (left?: Part | Part[], right?: Part | Part[]): Part[] => [left ?? [], right ?? []].flat() });
  return [parts].flat();
}

function writeText(text: string, { literal, value }: Encoding, place: RoutePlace): string {
  let end = 0;
  const written = [...text.matchAll(VARIABLE)].map((variable) => {
    const before = text.slice(end, variable.index);
    end = variable.index + variable[0].length;
    return literal(before) + value(velocityOf(variable, place));
  });
  return written.join('') + literal(text.slice(end));
}

function velocityOf([given, braced, plain]: RegExpMatchArray, { key: route, lifecycle }: RoutePlace): string {
  const variable = braced ?? plain;
  if (/^(context\.[\w.]+|stageVariables\.\w+)$/.test(variable)) return `$${variable}`;
  const [, path] = /^request\.body([\w.[\]-]*)$/.exec(variable) ?? [];
  if (path === undefined) return refuse('websocket-expression-unreadable', { given, route, why: 'messages have neither headers nor a path' });
  if (lifecycle) return refuse('websocket-expression-unreadable', { given, route, why: 'there is no message' });
  // In double quotes it is a text whatever the message has there, and with the exclamation mark an empty one if it has nothing.
  return path === '' ? '$input.body' : `"$!input.path('$${path}')"`;
}
