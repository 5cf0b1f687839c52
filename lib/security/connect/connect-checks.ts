import { Token } from 'aws-cdk-lib';
import { webSocketSpec } from './connect-authorization';
import type { ConnectToken } from './connect-token';
import { refuse } from '../../core/refuse';
import type { Authorization } from '../authorization';
import { checkCognitoTokens } from '../cognito-issuer';
import type { EdgeProtection } from '../edge/edge-protection';

/** What was decided about connecting. */
export interface ConnectDecisions {
  readonly authorization: Authorization;
  /** Where tokens are. */
  readonly token?: ConnectToken;
  /** Web pages that may connect. */
  readonly origins?: string[];
}

/** Refuse what cannot be carried out together. Makes nothing, so call it before anything is made. */
export function checkConnect(decisions: ConnectDecisions & { readonly edge?: EdgeProtection }): void {
  const { edge } = decisions;
  if (edge?._clientCertificate) refuse('connect-edge-mutual-tls', {});
  checkTogether(decisions, edge !== undefined);
}

/** The same, when all that is known of CloudFront is that it brings a secret. */
export function checkTogether({ authorization, token, origins }: ConnectDecisions, edge: boolean): void {
  const { kind } = webSocketSpec(authorization);
  const { _label: given, _spec: spec } = authorization;
  if (spec.kind === 'cognito') checkCognitoTokens(spec);
  if (token && kind !== 'jwt' && kind !== 'cognito') refuse('connect-token-without-tokens', { given });
  if (origins) checkOrigins(origins);
  if (!OURS.includes(kind)) {
    if (origins) refuse('connect-origins-not-checkable', { given });
    if (edge) refuse('connect-edge-not-guardable', { given });
  }
}

/** Those that a function of ours carries out, which can look at more than the credential. */
const OURS: readonly string[] = ['none', 'jwt', 'cognito', 'ticket'];
/** Lambda has 4 KB for all variables of a function (AWS: "Environment variables"); the others are small. */
const MAX_CHARACTERS = 2048;

function checkOrigins(origins: string[]): void {
  if (Token.isUnresolved(origins)) return;
  if (origins.length === 0) refuse('connect-origins-empty', {});
  const malformed = origins.find((origin) => !Token.isUnresolved(origin) && !isOrigin(origin));
  if (malformed !== undefined) refuse('connect-origin-malformed', { given: malformed });
  const given = origins.join(' ').length;
  if (!Token.isUnresolved(origins.join()) && given > MAX_CHARACTERS) refuse('connect-origins-too-long', { given });
}

/** As browsers write it: scheme and host in lower case, the port unless it is the usual one, and nothing after it. URLs take asterisks for letters. */
function isOrigin(origin: string): boolean {
  return /^https?:\/\/[^*]+$/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
}
