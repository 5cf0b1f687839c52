import { createHash } from 'node:crypto';
import { MESSAGE_PREFIX } from '../../../lib/chat/chat-contract';

/**
 * The keys of the one table. See ARCHITECTURE of the chat in docs/chat.md.
 *
 * | entity | pk | sk | attributes |
 * |---|---|---|---|
 * | connection | `CONN#<id>` | `META` | user, since, expiresAt, tat, violations, violationWindow, typingAt, ttl |
 * | connection without a hello | `STRANGER#<id>` | `META` | frames, ttl |
 * | connection in a room | `CONN#<id>` | `SUB#<room>` | shardKey, user, role, since, ttl |
 * | room's connection | `ROOM#<room>#<epoch>#<shard>` | `CONN#<id>` | user, since, ttl |
 * | user's connection | `USER#<user>` | `CONN#<id>` | since, ttl |
 * | room | `ROOM#<room>` | `META` | seq, epoch, shards, older, createdAt |
 * | a room's next turn to tell presence | `PRESENCE#<room>` | `META` | presenceAt, ttl |
 * | member | `ROOM#<room>` | `MEMBER#<user>` | role, lastRead |
 * | user's room | `USER#<user>` | `ROOM#<room>` | role, joinedAt |
 * | a message's only time | `IDEM#<room>#<user>` | `<cid>` | seq, at, ttl |
 * | message | `MSG#<room>#<bucket>` | `<seq>`, 12 digits | seq, id, from, cid, ts, body, redacted, ttl; or seq, void: no message will ever be here |
 *
 * Rooms have no `#` in their names; users come last in a key or alone, so theirs may hold anything.
 */
export interface Key { readonly pk: string; readonly sk: string }

/** Which rows a room's connections are spread over: a new epoch with more shards, while connections of older ones live on. */
export interface Epoch { readonly epoch: number; readonly shards: number }

/** Rows of connections die after this, whatever happens: connections live 2 hours at most (AWS: "Connection duration for WebSocket API"). */
export const CONNECTION_SECONDS = 130 * 60;

/** Messages in one partition of the history. */
export const BUCKET_SIZE = 5_000;

/** Deleted by nobody but time: a connection that is gone says nothing. */
export const strangerKey = (id: string): Key => ({ pk: `STRANGER#${id}`, sk: 'META' });

export const connectionKey = (id: string): Key => ({ pk: connectionPk(id), sk: 'META' });
export const connectionPk = (id: string): string => `CONN#${id}`;
export const subscriptionKey = (id: string, room: string): Key => ({ pk: connectionPk(id), sk: `${SUBSCRIPTION_PREFIX}${room}` });
export const SUBSCRIPTION_PREFIX = 'SUB#';

export const roomConnectionKey = (shardKey: string, id: string): Key => ({ pk: shardKey, sk: `${CONNECTION_PREFIX}${id}` });
export const CONNECTION_PREFIX = 'CONN#';
export const shardKey = (room: string, epoch: number, shard: number): string => `ROOM#${room}#${epoch}#${shard}`;

export const userConnectionKey = (user: string, id: string): Key => ({ pk: userPk(user), sk: `${CONNECTION_PREFIX}${id}` });
export const userRoomKey = (user: string, room: string): Key => ({ pk: userPk(user), sk: `${ROOM_PREFIX}${room}` });
export const ROOM_PREFIX = 'ROOM#';
export const userPk = (user: string): string => `USER#${user}`;

export const roomKey = (room: string): Key => ({ pk: roomPk(room), sk: 'META' });
export const roomPk = (room: string): string => `${ROOM_PREFIX}${room}`;
/** Not in the room's own row: crowds that come and go would use up the writes that the room's messages need (AWS: 1,000 a second to one key). */
export const presenceKey = (room: string): Key => ({ pk: `PRESENCE#${room}`, sk: 'META' });
export const memberKey = (room: string, user: string): Key => ({ pk: roomPk(room), sk: `${MEMBER_PREFIX}${user}` });
export const MEMBER_PREFIX = 'MEMBER#';

export const onceKey = (room: string, user: string, cid: string): Key => ({ pk: `IDEM#${room}#${user}`, sk: cid });

export const messageKey = (room: string, seq: number): Key => ({ pk: messagePk(room, bucketOf(seq)), sk: messageSk(seq) });
export const messagePk = (room: string, bucket: number): string => `${MESSAGE_PREFIX}${room}#${bucket}`;
export const messageSk = (seq: number): string => String(seq).padStart(12, '0');
export const bucketOf = (seq: number): number => Math.floor(seq / BUCKET_SIZE);

/** The room of a message, from its partition key. */
export const roomOfMessage = (pk: string): string => pk.slice(MESSAGE_PREFIX.length, pk.lastIndexOf('#'));

/** Where a connection is written: spread evenly, and the same whenever it is asked. */
export function shardOf(connection: string, shards: number): number {
  return createHash('sha256').update(connection).digest().readUInt32BE(0) % shards;
}
