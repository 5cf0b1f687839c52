/** How people use the chat. */
export interface Workload {
  /** Connected at the busiest time, and active within a month. */
  readonly users: number;
  /** Connected on average, as a part of that. */
  readonly meanShare: number;
  /** Messages that somebody who is connected writes in an hour. */
  readonly messagesPerHour: number;
  /** Connections in a room at a time, and rooms that everybody is in. */
  readonly inRoom: number;
  readonly rooms: number;
  /** How long a page stays open, and how often a connection says that it is there. */
  readonly sessionMinutes: number;
  readonly pingMinutes: number;
  /** A message as it is sent. */
  readonly kilobytes: number;
  /** Whether a room sees who is there, who types and who has read what. */
  readonly lively: boolean;
  /** How often "types" is said while a message is written: every 3 seconds. */
  readonly typingPerMessage: number;
  /** Those of a room who look at it when a message comes, and say that they have read it. */
  readonly readersPerMessage: number;
}

export const WORKLOAD: Omit<Workload, 'users' | 'lively'> = {
  meanShare: 0.4,
  messagesPerHour: 6,
  inRoom: 20,
  rooms: 3,
  sessionMinutes: 55,
  pingMinutes: 5,
  kilobytes: 0.6,
  typingPerMessage: 2,
  readersPerMessage: 5,
};

const HOURS = 730;

/** What happens in a month. */
export interface Traffic {
  readonly messages: number;
  readonly sessions: number;
  readonly minutes: number;
  readonly pings: number;
  /** Frames that clients send and functions answer, pings apart. */
  readonly typing: number;
  readonly reads: number;
  readonly joins: number;
  /** Frames that are posted to connections. */
  readonly deliveries: number;
  readonly notices: number;
  /** Pictures of who is in a room. */
  readonly pictures: number;
  /** Posts to connections a second, at the busiest time. */
  readonly postsPerSecond: number;
}

export function trafficOf(workload: Workload): Traffic {
  const { users, meanShare, messagesPerHour, inRoom, rooms, sessionMinutes, pingMinutes, lively } = workload;
  const connected = users * meanShare;
  const minutes = connected * HOURS * 60;
  const messages = connected * HOURS * messagesPerHour;
  const sessions = minutes / sessionMinutes;
  const typing = lively ? messages * workload.typingPerMessage : 0;
  const reads = lively ? messages * workload.readersPerMessage : 0;
  const pictures = lively ? sessions * rooms * 2 : 0; // one when somebody comes, one when they go
  const deliveries = messages * inRoom; // the sender's own connection gets a copy, too
  const notices = (typing + reads) * (inRoom - 1) + pictures * inRoom;
  const postsPerSecond = (deliveries + notices) / (HOURS * 3600) / meanShare;
  const pings = minutes / pingMinutes;
  return { messages, sessions, minutes, pings, typing, reads, joins: sessions * rooms, deliveries, notices, pictures, postsPerSecond };
}

/** Messages that a WebSocket API counts: everything in and everything out, answers too. */
export function meteredMessages({ messages, sessions, pings, typing, reads, joins, deliveries, notices }: Traffic): number {
  const histories = sessions;
  return 2 * (messages + pings + sessions + joins + histories) + typing + reads + deliveries + notices;
}
