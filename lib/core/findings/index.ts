import { CHAT_FINDINGS } from './chat';
import { CONNECT_FINDINGS } from './connect';
import { CORE_FINDINGS } from './core';
import { DELIVERY_FINDINGS } from './delivery';
import { DELIVERY_LAMBDA_FINDINGS } from './delivery-lambda';
import { DELIVERY_SIGNALS_FINDINGS } from './delivery-signals';
import { EDGE_FINDINGS } from './edge';
import { EXPOSURE_FINDINGS } from './exposure';
import { HTTP_FINDINGS } from './http';
import { OBSERVABILITY_FINDINGS } from './observability';
import { OPENAPI_FINDINGS } from './openapi';
import { PRIVATE_API_FINDINGS } from './private-api';
import { ROUTE_FINDINGS } from './routes';
import { SECURITY_FINDINGS } from './security';
import { TRAFFIC_FINDINGS } from './traffic';
import { VPC_FINDINGS } from './vpc';
import { WAF_FINDINGS } from './waf';
import { WEBSOCKET_FINDINGS } from './websocket';

/**
 * Everything this library can complain about, one table per room.
 * Codes are public API: people acknowledge them, search for them and match on them in pipelines.
 */
export const FINDINGS = {
  ...CORE_FINDINGS,
  ...ROUTE_FINDINGS,
  ...SECURITY_FINDINGS,
  ...WAF_FINDINGS,
  ...TRAFFIC_FINDINGS,
  ...EXPOSURE_FINDINGS,
  ...EDGE_FINDINGS,
  ...VPC_FINDINGS,
  ...OPENAPI_FINDINGS,
  ...HTTP_FINDINGS,
  ...PRIVATE_API_FINDINGS,
  ...WEBSOCKET_FINDINGS,
  ...CONNECT_FINDINGS,
  ...CHAT_FINDINGS,
  ...DELIVERY_FINDINGS,
  ...DELIVERY_SIGNALS_FINDINGS,
  ...DELIVERY_LAMBDA_FINDINGS,
  ...OBSERVABILITY_FINDINGS,
} as const;

export type FindingCode = keyof typeof FINDINGS;

/** `{name}` is a placeholder, `{{` and `}}` are braces to print. */
type Placeholders<Text extends string> = Text extends `${string}{{${infer Rest}` ? Placeholders<Rest> | Placeholders<BeforeBraces<Text>>
  : PlainPlaceholders<Text>;
type BeforeBraces<Text extends string> = Text extends `${infer Before}{{${string}` ? Before : Text;
type PlainPlaceholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | PlainPlaceholders<Rest> : never;
type TextOf<Code extends FindingCode> = (typeof FINDINGS)[Code]['problem'] | (typeof FINDINGS)[Code]['instead'];

/** The values a finding's text needs; leaving one out does not compile. */
export type FindingValues<Code extends FindingCode> = Record<Placeholders<TextOf<Code>>, string | number>;

/** The sentence people read: `code: what is wrong and what was given; what to write instead`. */
export function findingMessage<Code extends FindingCode>(code: Code, values: FindingValues<Code>): string {
  const { problem, instead } = FINDINGS[code];
  return `${code}: ${fill(problem, values)}; ${fill(instead, values)}`;
}

function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{\{|\}\}|\{(\w+)\}/g, (match, name?: string) => name ? String(values[name] ?? match) : match[0]);
}
