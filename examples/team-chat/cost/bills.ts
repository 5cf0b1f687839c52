import { PRICES } from './prices';
import { meteredMessages, Traffic, trafficOf, Workload } from './traffic';

/** What one thing costs in a month, in dollars. */
export interface Item { readonly what: string; readonly dollars: number }

const MILLION = 1e6;
const KB_IN_GB = 1e6;

/** This starter. */
export function billOf(workload: Workload): Item[] {
  const traffic = trafficOf(workload);
  return [
    { what: 'WebSocket messages', dollars: tiered(meteredMessages(traffic) / MILLION) },
    { what: 'connection minutes', dollars: traffic.minutes / MILLION * PRICES.webSocketMinutes },
    { what: 'functions', dollars: functions(traffic) },
    { what: 'table, with a year of messages', dollars: table(traffic, workload) },
    { what: 'queue', dollars: tasks(traffic) * 3 / MILLION * PRICES.queueRequests },
    { what: 'logs', dollars: logs(traffic) },
    { what: 'to the internet', dollars: gigabytesOut(traffic, workload) * PRICES.egressGigabytes },
    { what: 'HTTP API: tickets and rooms', dollars: traffic.sessions * 2 / MILLION * PRICES.httpRequests },
    { what: 'sign-in', dollars: signIn(workload) },
  ];
}

/** The same messages, and notices if there are any, published to AppSync Events: without members, history, order, or once each. */
export function appSyncBillOf(workload: Workload): Item[] {
  const traffic = trafficOf(workload);
  const { messages, sessions, joins, typing, reads, pictures, deliveries, notices } = traffic;
  const operations = messages + typing + reads + pictures + deliveries + notices + sessions + joins;
  return [
    { what: 'operations', dollars: operations / MILLION * PRICES.eventOperations },
    { what: 'connection minutes', dollars: traffic.minutes / MILLION * PRICES.eventMinutes },
    { what: 'to the internet', dollars: gigabytesOut(traffic, workload) * PRICES.egressGigabytes },
    { what: 'sign-in', dollars: signIn(workload) },
  ];
}

export const sumOf = (items: readonly Item[]): number => items.reduce((sum, { dollars }) => sum + dollars, 0);

function tiered(millions: number): number {
  const { first, upTo, beyond } = PRICES.webSocketMessages;
  return Math.min(millions, upTo) * first + Math.max(0, millions - upTo) * beyond;
}

function signIn({ users }: Workload): number {
  return Math.max(0, users - PRICES.activeUsers.free) * PRICES.activeUsers.each;
}

/** What goes through the queue. Messages to rooms this small do not. */
function tasks({ typing, reads, pictures }: Traffic): number {
  return typing + reads + pictures;
}

/** Memory and time of each are guesses, to be replaced by what the dashboard shows. */
function functions(traffic: Traffic): number {
  const { messages, sessions, typing, reads, joins } = traffic;
  const runs = [
    { count: messages + typing + reads + joins + 2 * sessions, gigabytes: 0.5, seconds: 0.025 }, // frames: hello and history are the two
    { count: messages, gigabytes: 1, seconds: 0.1 }, // 20 posts; busy rooms share a run
    { count: tasks(traffic), gigabytes: 1, seconds: 0.1 },
    { count: 5 * sessions, gigabytes: 0.25, seconds: 0.02 }, // ticket, authorizer, list of rooms, end of the connection, one more
  ];
  const { lambdaRequests, lambdaGigabyteSeconds } = PRICES;
  const prices = runs.map(({ count, gigabytes, seconds }) => count / MILLION * (lambdaRequests + gigabytes * seconds * lambdaGigabyteSeconds));
  return prices.reduce((sum, price) => sum + price, 0);
}

/** Units as the code of the chat uses them; every frame takes one from the allowance of its connection. */
function table({ messages, sessions, joins, typing, reads, pictures }: Traffic, { kilobytes }: Workload): number {
  const writes = 4 * messages + 2 * (typing + reads) + pictures + 8 * sessions + 5 * joins;
  const readUnits = 3 * messages + 3 * (typing + reads) + 2 * pictures + 10 * sessions + 5 * joins;
  const yearOfMessages = 12 * messages * (kilobytes + 0.1) / KB_IN_GB;
  return (writes * PRICES.writeUnits + readUnits * PRICES.readUnits) / MILLION + yearOfMessages * PRICES.tableGigabytes;
}

/** A line of half a KB for every frame that comes in, one of the functions for most of them. */
function logs(traffic: Traffic): number {
  const { messages, pings, sessions, typing, reads, joins } = traffic;
  const frames = messages + pings + 2 * sessions + typing + reads + joins;
  const lines = frames + 2 * messages + tasks(traffic) + 4 * sessions;
  return lines * 0.5 / KB_IN_GB * PRICES.logGigabytes;
}

function gigabytesOut({ deliveries, notices, messages, sessions }: Traffic, { kilobytes }: Workload): number {
  return (deliveries * kilobytes + notices * 0.1 + messages * 0.1 + sessions * 50 * kilobytes) / KB_IN_GB;
}
