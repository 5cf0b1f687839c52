import { appSyncBillOf, billOf, Item, sumOf } from './cost/bills';
import { meteredMessages, trafficOf, Workload, WORKLOAD } from './cost/traffic';

/** `npx tsx cost.ts` prints the tables of the README, from the prices in cost/prices.ts and the workload in cost/traffic.ts. */
export function costTables(): string {
  return `${trafficTable()}\n\n${billTable()}`;
}

const CASES: readonly Workload[] = [1_000, 100_000].flatMap((users) => [false, true].map((lively) => ({ ...WORKLOAD, users, lively })));

const HEAD = ['a month', ...CASES.map(({ users, lively }) => `${users.toLocaleString('en')} users${lively ? ', lively' : ''}`)];

function trafficTable(): string {
  const all = CASES.map(trafficOf);
  return markdown([
    HEAD,
    ['messages written', ...all.map(({ messages }) => many(messages))],
    ['delivered to connections', ...all.map(({ deliveries }) => many(deliveries))],
    ['notices: who types, is there, has read', ...all.map(({ notices }) => many(notices))],
    ['messages on the bill', ...all.map((traffic) => many(meteredMessages(traffic)))],
    ['posts a second at the busiest time', ...all.map(({ postsPerSecond }) => Math.round(postsPerSecond).toLocaleString('en'))],
  ]);
}

function billTable(): string {
  const bills = CASES.map(billOf);
  const rows = bills[0]!.map(({ what }, index) => [what, ...bills.map((bill) => dollars(bill[index]!.dollars))]);
  const total = (name: string, all: readonly Item[][]): string[] => [`**${name}**`, ...all.map((bill) => `**${dollars(sumOf(bill))}**`)];
  return markdown([HEAD, ...rows, total('together', bills), total('AppSync Events, without the rest', CASES.map(appSyncBillOf))]);
}

function markdown([head = [], ...rows]: readonly string[][]): string {
  return [head, ['---', ...head.slice(1).map(() => '---:')], ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function many(count: number): string {
  return count >= 1e9 ? `${(count / 1e9).toFixed(2)} B` : `${(count / 1e6).toFixed(1)} M`;
}

function dollars(amount: number): string {
  return `$${amount < 10 ? amount.toFixed(2) : Math.round(amount).toLocaleString('en')}`;
}

if (require.main === module) process.stdout.write(`${costTables()}\n`);
