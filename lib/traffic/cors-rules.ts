import { Duration, Token } from 'aws-cdk-lib';
import { refuse } from '../core/refuse';

/** What a `Cors` decision holds once everything is filled in and checked. */
export interface CorsRules {
  readonly origins: readonly string[];
  readonly credentials: boolean;
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAge: Duration;
}

/** Every origin. */
export const ANY_ORIGIN = '*';
/** What a page may call when nobody says. */
export const DEFAULT_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
/** Enough for JSON bodies, bearer tokens, API keys and requests signed in the browser. */
export const DEFAULT_HEADERS = [
  'Authorization', 'Content-Type', 'X-Amz-Content-Sha256', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Amz-User-Agent', 'X-Api-Key',
];

/** Firefox's cap, the most generous; Chromium stops at two hours. */
const MAX_AGE_SECONDS = 24 * 60 * 60;
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:]+\])(:\d{1,5})?$/;
/** Narrower than HTTP allows: these names end up between quotes in mapping expressions. */
const HEADER_NAME = /^[A-Za-z0-9_-]+$/;

/** Refuse rules that browsers would ignore or that open more than was meant. Tokens pass: their values are not known yet. */
export function checkCorsRules(rules: CorsRules): CorsRules {
  checkOrigins(rules.origins);
  if (rules.credentials) checkNoWildcard(rules);
  literals(rules.methods).filter((method) => !DEFAULT_METHODS.includes(method))
    .forEach((method) => refuse('cors-method-unknown', { method, known: DEFAULT_METHODS.join(', ') }));
  literals([...rules.headers, ...rules.exposeHeaders]).filter((header) => header !== '*' && !HEADER_NAME.test(header))
    .forEach((header) => refuse('cors-header-name-invalid', { header }));
  checkMaxAge(rules.maxAge);
  return rules;
}

/** Deployments were seen to fail with "Invalid format for origin capacitor://localhost". REST APIs take any text. */
export function checkHttpApiOrigins(origins: readonly string[]): void {
  literals(origins).filter((origin) => origin !== ANY_ORIGIN && !/^https?:/.test(origin))
    .forEach((origin) => refuse('cors-origin-not-on-http-api', { origin }));
}

function checkOrigins(origins: readonly string[]): void {
  if (Token.isUnresolved(origins)) refuse('cors-origins-not-countable', {});
  if (origins.length === 0) refuse('cors-without-origins', {});
  literals(origins).filter((origin) => origin !== ANY_ORIGIN && !isOrigin(origin)).forEach((origin) => refuse('cors-origin-invalid', { origin }));
  if (origins.includes(ANY_ORIGIN) && origins.length > 1) refuse('cors-wildcard-mixed', { origins: literals(origins).join(', ') });
}

/** Schemes browsers do not know, such as `capacitor://`, have no origin in the URL standard, and apps send them all the same. */
function isOrigin(text: string): boolean {
  if (!ORIGIN.test(text) || !URL.canParse(text)) return false;
  return /^https?:/.test(text) ? new URL(text).origin === text : true;
}

function checkNoWildcard(rules: CorsRules): void {
  for (const where of ['origins', 'headers', 'exposeHeaders'] as const) {
    if (rules[where].includes('*')) refuse('cors-wildcard-with-credentials', { where });
  }
}

function checkMaxAge(maxAge: Duration): void {
  if (maxAge.isUnresolved()) return;
  const seconds = maxAge.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds > MAX_AGE_SECONDS) refuse('cors-max-age-out-of-range', { seconds, max: MAX_AGE_SECONDS });
}

function literals(texts: readonly string[]): string[] {
  return texts.filter((text) => !Token.isUnresolved(text));
}
