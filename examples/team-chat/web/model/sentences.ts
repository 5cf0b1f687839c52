import { Presence } from './room';
import { Delivery } from './rows';

/** "Ben is typing…", in one line whatever happens. */
export function typingText(users: readonly string[]): string {
  if (users.length === 0) return '';
  if (users.length > 2) return `${users.length} people are typing…`;
  return `${users.join(' and ')} ${users.length === 1 ? 'is' : 'are'} typing…`;
}

/** Who is there, me among them. */
export function presenceText(present: Presence | undefined, me: string): string {
  if (!present) return 'Members';
  if (!present.online) return `${present.count.toLocaleString()} online`;
  const others = present.online.filter((user) => user !== me);
  if (others.length === 0) return 'Only you are here';
  if (others.length > 2) return `You and ${others.length} others are here`;
  return `${['You', ...others].join(', ').replace(/, (?=[^,]*$)/, ' and ')} are here`;
}

export function deliveryText(delivery: Delivery): string {
  if (delivery.state === 'sending') return 'Sending…';
  if (delivery.state === 'failed') return problemText(delivery.code);
  const { readBy } = delivery;
  if (readBy.length === 0) return 'Sent';
  return readBy.length > 2 ? `Read by ${readBy.length}` : `Read by ${readBy.join(' and ')}`;
}

const PROBLEMS = new Map([
  ['too_long', 'Not sent: the message is too long. Send it in parts.'],
  ['rate', 'Not sent: that was a lot at once. Wait a moment and try again.'],
  ['moderated', 'Not sent: it breaks a rule of this chat.'],
  ['forbidden', 'Not sent: you may read here, but not write.'],
  ['not_a_member', 'Not sent: you are no longer a member of this room.'],
  ['not_joined', 'Not sent: the room was not open. Try again.'],
  ['unavailable', 'Not sent: the chat is not answering right now. Try again.'],
  ['timeout', 'Not confirmed. Try again: it will not be there twice.'],
]);

/** What happened to a message, and what helps. */
export function problemText(code: string): string {
  return PROBLEMS.get(code) ?? 'Not sent. Try again; if that does not help, reload the page.';
}

/** What trying again does not help against. */
const FINAL = ['too_long', 'moderated', 'forbidden', 'not_a_member'];

export const isWorthRetrying = (code: string): boolean => !FINAL.includes(code);

const CLOSED = new Map([
  ['removed', 'You were taken out of this room. Ask one of its members to add you again.'],
  ['not_a_member', 'You are not a member of this room. Ask somebody who is to add you.'],
  ['too_many_rooms', 'This is more rooms than can be open at once. The room opens when another one is closed.'],
]);

/** Why a room cannot be read. */
export function closedText(reason: string): string {
  return CLOSED.get(reason) ?? 'This room could not be opened. Reload the page to try again.';
}

/** Why the chat said goodbye for good. */
export function byeText(code: string): string {
  if (code === 'banned') return 'An administrator has closed your access to this chat.';
  if (code === 'replaced') return 'The chat is open in too many other places. It goes on there; reload to have it here.';
  if (code === 'limit') return 'The chat was closed here because too much was sent at once. Reload to go on.';
  return 'The chat was closed. Reload to go on.';
}

/** What the chat says of its connection while it has none. */
export function connectionText(state: 'connecting' | 'offline', hasNetwork: boolean): string {
  if (!hasNetwork) return 'You are offline. What you send now goes out when you are back.';
  return state === 'connecting' ? 'Connecting…' : 'Connection lost. Trying to connect again…';
}
