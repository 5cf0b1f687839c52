import type { PresenceMode } from './presence';
import { CHAT_ENVIRONMENT, CHAT_MODERATION_FAILURE, CHAT_PRESENCE, ChatLimitValues } from '../../../lib/chat/chat-contract';
import { Environment, wanted } from '../../shared/environment';

/** Whether a message is stored that the moderator has not seen. */
export type ModerationFailure = (typeof CHAT_MODERATION_FAILURE)[keyof typeof CHAT_MODERATION_FAILURE];

export function presenceIn(environment: Environment): PresenceMode {
  return oneOf(Object.values(CHAT_PRESENCE), environment, CHAT_ENVIRONMENT.presence);
}

export function moderationFailureIn(environment: Environment): ModerationFailure {
  return oneOf(Object.values(CHAT_MODERATION_FAILURE), environment, CHAT_ENVIRONMENT.moderationFailure);
}

/** Every limit is there: a missing one would be no limit. */
export function limitsIn(environment: Environment): ChatLimitValues {
  const limit = (name: keyof ChatLimitValues): number => limitIn(environment, name);
  return {
    bodyBytes: limit('bodyBytes'),
    framesPerSecond: limit('framesPerSecond'),
    frameBurst: limit('frameBurst'),
    violations: limit('violations'),
    roomsPerConnection: limit('roomsPerConnection'),
    connectionsPerUser: limit('connectionsPerUser'),
    retentionDays: limit('retentionDays'),
  };
}

/** One of the limits. */
export function limitIn(environment: Environment, name: keyof ChatLimitValues): number {
  const { [name]: value } = Object(parsed(wanted(environment, CHAT_ENVIRONMENT.limits))) as Record<string, unknown>;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new TypeError(`${CHAT_ENVIRONMENT.limits} needs the number ${name}`);
  return value;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function oneOf<Value extends string>(values: readonly Value[], environment: Environment, name: string): Value {
  const given = wanted(environment, name);
  const value = values.find((one) => one === given);
  if (value === undefined) throw new TypeError(`${name} is one of ${values.join(', ')}`);
  return value;
}
