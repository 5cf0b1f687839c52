/** All times are milliseconds since 1970, by the clock of this machine where nothing else is said. */

/** The stage at one moment. */
export interface Look {
  readonly at: number;
  readonly base: string;
  readonly canary?: { readonly deploymentId: string; readonly percent: number };
  /** By the clock of API Gateway. */
  readonly lastUpdated: number;
}

/** What a client got. */
export interface Reply {
  readonly at: number;
  /** 0: no answer at all. */
  readonly status: number;
  readonly release?: string;
  /** Whether the gateway said that the canary answers. */
  readonly isCanary?: boolean;
  readonly requestId?: string;
}

/** By the clock of CloudFormation. */
export interface StackEvent {
  readonly at: number;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

/** What the functions of the canary wrote, by the clock of CloudWatch Logs. */
export interface LogLine {
  readonly at: number;
  readonly text: string;
}

/** The type of the resource that carries a release out. */
export const ROLLOUT_TYPE = 'Custom::ApiCanaryRollout';
export const STAGE_TYPE = 'AWS::ApiGateway::Stage';
const STACK_TYPE = 'AWS::CloudFormation::Stack';

/** Of the whole stack, not of a resource. */
export function stackEvents(events: readonly StackEvent[]): readonly StackEvent[] {
  return events.filter(({ type }) => type === STACK_TYPE);
}

export function eventsOf(type: string, events: readonly StackEvent[]): readonly StackEvent[] {
  return events.filter((event) => event.type === type);
}

/** `42 s`. */
export function seconds(millis: number): string {
  return `${Math.round(millis / 1_000)} s`;
}

/** `3 requests`, `1 request`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
