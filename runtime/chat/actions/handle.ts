import type { ActionPorts, Answer, Caller } from './action';
import { sayBye } from './bye';
import { hello, VERSION } from './hello';
import { history } from './history';
import { join } from './join';
import { leave } from './leave';
import { read } from './read';
import { refused } from './refused';
import { send } from './send';
import { typing } from './typing';
import { CHAT_METRICS } from '../../../lib/chat/chat-contract';
import type { Exceeded } from '../ports';
import type { ClientFrame, ErrorCode, Nack, Refusal } from '../protocol/frames';
import { ReadFrame, readFrame } from '../protocol/read-frame';
import { logFailure, retryAfter } from '../shared/failure';

/** What a client sent, and who it is. */
export interface Facts extends Caller { readonly text: string }

/** Whatever comes over the socket, and the answer to it. Never throws: what was not expected is logged and answered with `unavailable`. */
export async function handle({ text, ...caller }: Facts, ports: ActionPorts): Promise<Answer> {
  const what = readFrame(text);
  const answer = await answerTo(what, caller, ports).catch((error: unknown) => {
    logFailure('the frame was not handled', error, { connection: caller.connection, ...'frame' in what && { action: what.frame.action } });
    return refusal(what, 'unavailable', retryAfter(error));
  });
  return measured(answer, ports);
}

/** Count what became of a frame. */
export function measured(answer: Answer, { metrics }: ActionPorts): Answer {
  const code = answer?.type === 'err' || answer?.type === 'nack' ? answer.code : undefined;
  if (code) metrics.count(CHAT_METRICS.refused, 1);
  if (code === 'unavailable') metrics.count(CHAT_METRICS.unavailable, 1);
  metrics.flush();
  return answer;
}

/** Who may not be here any more, or sends too much, is not listened to, whatever it says. */
async function answerTo(what: ReadFrame, caller: Caller, ports: ActionPorts): Promise<Answer> {
  if (hasEnded(caller, ports.now())) return part(caller, 'reauth', ports);
  if ('frame' in what && what.frame.action === 'ping') return { type: 'pong' };
  const { framesPerSecond: perSecond, frameBurst: burst, violations } = ports.limits;
  const allowance = await ports.registry.takeFrame(caller.connection, { perSecond, burst });
  if (isExceeded(allowance)) {
    return allowance.violations >= violations ? part(caller, 'limit', ports) : refusal(what, 'rate', allowance.retryAfterMs);
  }
  if (allowance === 'unknown' && !isGreeting(what) && await isPushy(caller, ports)) return part(caller, 'limit', ports);
  if ('refusal' in what) return what.refusal;
  if (allowance === 'unknown' && what.frame.action !== 'hello') return refused(what.frame, 'hello_first');
  return act(what.frame, caller, ports);
}

/** Whoever has not said hello has no allowance to count against: a burst is what anybody may get wrong, and then nobody listens any more. */
async function isPushy({ connection }: Caller, { registry, limits }: ActionPorts): Promise<boolean> {
  return await registry.countStranger(connection) > limits.frameBurst;
}

function act(frame: ClientFrame, caller: Caller, ports: ActionPorts): Answer | Promise<Answer> {
  switch (frame.action) {
    case 'hello': return hello(frame, caller, ports);
    case 'join': return join(frame, caller, ports);
    case 'leave': return leave(frame, caller, ports);
    case 'send': return send(frame, caller, ports);
    case 'typing': return typing(frame, caller, ports);
    case 'read': return read(frame, caller, ports);
    case 'history': return history(frame, caller, ports);
    case 'ping': return { type: 'pong' };
  }
}

async function part({ connection }: Caller, code: 'limit' | 'reauth', { callback }: ActionPorts): Promise<undefined> {
  await sayBye(connection, code, callback);
}

function isGreeting(what: ReadFrame): boolean {
  return 'frame' in what && what.frame.action === 'hello' && what.frame.v === VERSION;
}

function hasEnded({ expiresAt }: Caller, now: number): boolean {
  return expiresAt !== 0 && now >= expiresAt * 1000;
}

function isExceeded(allowance: Exceeded | string): allowance is Exceeded {
  return typeof allowance === 'object';
}

function refusal(what: ReadFrame, code: ErrorCode, retryAfterMs: number): Nack | Refusal {
  return 'frame' in what ? refused(what.frame, code, retryAfterMs) : { ...what.refusal, code, retryAfterMs };
}
