import type { GatewayEvent } from './websocket-gateway-events';

/** What an authorizer answers, as far as API Gateway looks at it. */
export interface AuthorizerResult {
  readonly principalId: string;
  readonly policyDocument: { readonly Statement: readonly PolicyStatement[] };
  readonly context?: Readonly<Record<string, unknown>> | null;
}

interface PolicyStatement { readonly Effect?: string; readonly Action?: string | readonly string[]; readonly Resource?: string | readonly string[] }

export interface GatewayAuthorizer {
  readonly handler: (event: GatewayEvent) => Promise<unknown>;
  /** Where the proof must be: `route.request.querystring.name` or `route.request.header.Name`. Without one, nobody is asked: 401. @default none */
  readonly identitySources?: readonly string[];
}

/** The context to pass on, or the status that the handshake ends with. */
export type Verdict = { readonly context: Readonly<Record<string, string | number>> } | { readonly status: 401 | 403 | 500 };

/** AWS: "Authorizer result size" is 8 KB. */
const RESULT_BYTES = 8 * 1024;

export async function authorize({ handler, identitySources = [] }: GatewayAuthorizer, event: GatewayEvent): Promise<Verdict> {
  if (!identitySources.every((source) => isThere(source, event))) return { status: 401 };
  try {
    return verdict(await handler(event), event.methodArn ?? '');
  } catch (error) {
    // The one message that means "no" and not "broken".
    return { status: error instanceof Error && error.message === 'Unauthorized' ? 401 : 500 };
  }
}

function isThere(source: string, { headers = {}, queryStringParameters = {} }: GatewayEvent): boolean {
  const [, place, name] = /^route\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === 'querystring') return Boolean(queryStringParameters[name]);
  return Object.entries(headers).some(([header, value]) => header.toLowerCase() === name?.toLowerCase() && value !== '');
}

function verdict(result: unknown, arn: string): Verdict {
  if (!isResult(result) || JSON.stringify(result).length > RESULT_BYTES) return { status: 500 };
  const context = Object.entries(result.context ?? {});
  if (!context.every(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))) return { status: 500 };
  if (!isAllowed(result.policyDocument.Statement, arn)) return { status: 403 };
  // Handlers behind a proxy integration find texts, whatever the authorizer gave.
  const texts = Object.fromEntries(context.map(([name, value]) => [name, String(value)]));
  return { context: { principalId: result.principalId, integrationLatency: 1, ...texts } };
}

function isResult(result: unknown): result is AuthorizerResult {
  const { principalId, policyDocument } = (result ?? {}) as Partial<AuthorizerResult>;
  return typeof principalId === 'string' && principalId !== '' && Array.isArray(policyDocument?.Statement);
}

/** An explicit deny wins; what nothing allows is denied. */
function isAllowed(statements: readonly PolicyStatement[], arn: string): boolean {
  const effects = statements.filter((statement) => matches(statement.Action, 'execute-api:Invoke') && matches(statement.Resource, arn));
  return effects.some(({ Effect }) => Effect === 'Allow') && !effects.some(({ Effect }) => Effect === 'Deny');
}

function matches(patterns: string | readonly string[] | undefined, value: string): boolean {
  return [patterns ?? []].flat().some((pattern) => {
    const expression = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
    return new RegExp(`^${expression}$`, 'i').test(value);
  });
}
