import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ChatAlarmsOptions } from './chat-alarms-options';
import { ChatLimitValues } from './chat-contract';
import { ChatDelivery } from './chat-delivery';
import { ChatLimits } from './chat-limits';
import { ChatMetrics } from './chat-metrics';
import { ChatPresence } from './chat-presence';
import { ChatWebSocketApiProps } from './chat-websocket-api-props';
import { MessageRetention } from './message-retention';
import { Moderation } from './moderation';
import { refuse } from '../core/refuse';
import { Alarms } from '../observability/alarms';
import { Dashboard } from '../observability/dashboard';
import { Authorization } from '../security/authorization';
import { ApiTicketsProps } from '../security/connect/api-tickets';

/** The props with every default filled in: what the door really builds. */
export interface ChatDecisions extends ChatWebSocketApiProps {
  readonly apiName: string;
  readonly tickets: ApiTicketsProps;
  readonly limits: ChatLimits;
  readonly retention: MessageRetention;
  readonly presence: ChatPresence;
  readonly moderation: Moderation;
  readonly delivery: ChatDelivery;
  readonly removalPolicy: RemovalPolicy;
  readonly alarms: Alarms;
  readonly chatAlarms: ChatAlarmsOptions;
  readonly dashboard: Dashboard;
  readonly metrics: ChatMetrics;
  readonly tags: { [key: string]: string };
}

/** Fill in the defaults, and refuse what cannot be. */
export function decide(id: string, props: ChatWebSocketApiProps): ChatDecisions {
  if (props.authorization) checkUser(props.authorization);
  const apiName = props.apiName ?? id;
  return {
    ...props,
    apiName,
    tickets: props.tickets ?? {},
    limits: props.limits ?? ChatLimits.standard(),
    retention: props.retention ?? MessageRetention.of(Duration.days(365)),
    presence: props.presence ?? ChatPresence.members(),
    moderation: props.moderation ?? Moderation.off(),
    delivery: props.delivery ?? ChatDelivery.paced(7000),
    removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    alarms: props.alarms ?? Alarms.standard(),
    chatAlarms: props.chatAlarms ?? {},
    dashboard: props.dashboard ?? Dashboard.standard(),
    metrics: ChatMetrics.of(apiName),
    tags: props.tags ?? {},
  };
}

/** What the functions and the server client are told of limits, as JSON. */
export function limitsOf({ limits, retention }: ChatDecisions): string {
  const values: ChatLimitValues = { ...limits._values, retentionDays: retention._days };
  return JSON.stringify(values);
}

/** Every frame is somebody's. What a function or an authorizer of yours says is up to it. */
function checkUser({ _spec: spec, _label: given }: Authorization): void {
  if (spec.kind === 'iam' || spec.kind === 'none') refuse('chat-without-user', { given });
}
