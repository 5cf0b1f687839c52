import { NamedResource } from '../template';
import { EndpointRow } from './endpoint';

/** What a caller meets at one method and path. */
export interface RouteRow {
  /** The path of its construct, where CDK knows one. */
  readonly construct?: string;
  /** `GET`, or `ANY`; empty for a WebSocket route. */
  readonly method: string;
  /** `/orders/{id}`, or the route key of a WebSocket API. */
  readonly path: string;
  /** Who may call, in the words of the report: `IAM`, `Cognito orders/read`, `none`. */
  readonly authorization: string;
  /** What answers, in a word or two: `Lambda`, `SQS`, `ALB`; missing when the template does not tell. */
  readonly backend?: string;
  /** Whether a key of a usage plan is asked for. */
  readonly apiKey: boolean;
  /** Seconds an answer stays in the cache; missing when it is not cached. */
  readonly cachedSeconds?: number;
  /** The route's own limit; missing when it is that of the stage. */
  readonly throttle?: ThrottleRow;
  /** Whether the sender of a message gets an answer; missing where every caller does. */
  readonly reply?: boolean;
}

export interface ThrottleRow {
  /** Requests per second. */
  readonly rate?: number;
  readonly burst?: number;
}

/** An API of a stack, or one made elsewhere that the stack adds routes to. */
export interface ApiRows {
  /** The path of its construct, or of the front door it belongs to, where CDK knows one. */
  readonly construct?: string;
  /** Its name, else its logical id. */
  readonly api: string;
  readonly kind: 'REST' | 'HTTP' | 'WebSocket';
  /** How callers reach it; missing when it is made elsewhere. */
  readonly endpoint?: EndpointRow;
  readonly stages: readonly StageRow[];
  readonly routes: readonly RouteRow[];
}

export interface StageRow {
  readonly name: string;
  /** What every route without a limit of its own may take together. */
  readonly throttle?: ThrottleRow;
}

/** Nobody is asked who they are. */
export const OPEN = 'none';

/** A WebSocket API asks only who connects, and that holds for every message of the connection. */
export const AT_CONNECT = 'at $connect';

/** Browsers ask for permission without saying who they are: a preflight that wants a login refuses every browser. */
export const PREFLIGHT = 'none (preflight)';

/** A front door gives its L2 the id `Default`: what people made is the door around it. */
export function frontDoorOf(api: NamedResource | undefined): string | undefined {
  return api?.construct?.replace(/\/Default$/, '');
}

/** A path stands before what is below it. By code unit: a locale would skip the slashes. */
export function byPath(a: RouteRow, b: RouteRow): number {
  const [left, right] = [a, b].map(({ method, path }) => `${path} ${method}`);
  return left < right ? -1 : 1;
}
