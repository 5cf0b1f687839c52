import { Stack } from 'aws-cdk-lib';
import { render } from 'velocityjs';
import { integration } from './integrations-harness';

/** What a template can read when a message comes, or word of a connection. */
export interface Received {
  readonly body?: string;
  readonly context?: object;
  readonly stageVariables?: object;
}

export const CONTEXT = { connectionId: 'AbC1d=', connectedAt: 1767225600000, eventType: 'MESSAGE', authorizer: { user: 'maja' } };

/** The template of the only integration. References to resources stand there as `<Ref>` and `<GetAtt>`. */
export function templateOf(stack: Stack): string {
  const { RequestTemplates } = integration(stack) as { RequestTemplates: { $default: unknown } };
  return textOf(RequestTemplates.$default);
}

/** What the service gets of it. */
export function requestOf(stack: Stack, received: Received): string {
  const { body = '', context = CONTEXT, stageVariables = {} } = received;
  return render(templateOf(stack), {
    context, stageVariables, input: { body, path: (path: string) => at(body, path) }, util: UTIL,
  });
}

/** A form, decoded. */
export function formOf(stack: Stack, received: Received): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(requestOf(stack, received)));
}

/** As `$util` does it on AWS: texts of Java, whose `replaceAll` takes a regular expression. */
const UTIL = {
  urlEncode: (text: string): string => new URLSearchParams({ x: String(text) }).toString().slice(2),
  base64Encode: (text: string): string => Buffer.from(text).toString('base64'),
  escapeJavaScript: (text: string): object => {
    const escaped = String(text).replace(/["'\\/]/g, '\\$&').replace(/[^\x20-\x7e]/g, (sign) => CONTROL[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return { toString: () => escaped, replaceAll: (pattern: string, by: string) => escaped.replace(new RegExp(pattern, 'g'), by) };
  },
};

const CONTROL: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

/** `$.a.b` of a JSON document; nothing if it is none, or has none. */
function at(body: string, path: string): unknown {
  const steps = path.slice(1).split(/[.[\]]+/).filter((step) => step !== '');
  try {
    return steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** CloudFormation's own functions put to work, as far as they occur. */
function textOf(template: unknown): string {
  if (typeof template === 'string') return template;
  const { 'Fn::Join': [separator, parts] } = template as { 'Fn::Join': [string, unknown[]] };
  return parts.map((part) => typeof part === 'string' ? part : `<${'Ref' in (part as object) ? 'Ref' : 'GetAtt'}>`).join(separator);
}
