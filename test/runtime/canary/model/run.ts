import { parseArgs } from 'node:util';
import { examine, Verdict } from './examine';
import { explore, SHIPPED, WrongEnd } from './explore';
import { Mutation, MUTATIONS } from './mutations';
import { Scenario, SCENARIOS } from './scenario';

const HELP = `Usage: npm run check:canary -- [--explain <words>]

Plays the release of a canary with the functions as they are shipped, against a stage in memory, in every order in which the requests of its
processes can come: the waiter, also when nobody listens to it any more, CloudFormation with its rollback in both orders, failures of other
resources, alarms, and people. Every schedule has to end on the deployment that the template says. Then it puts faults in, one at a time, and
looks again: each has to be caught, or to be as safe as it is declared to be.

  --explain  look only at the faults whose name has these words, and print the schedule that ends wrong

The last line is one JSON object. The exit code is 1 when a schedule ends wrong or a fault is not as it is declared.`;

const OPTIONS = { explain: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } as const;

async function main(): Promise<number> {
  const { values: { explain, help } } = parseArgs({ options: OPTIONS });
  if (help) return say(HELP, 0);
  return explain === undefined ? check() : explainOnly(MUTATIONS.filter(({ name }) => name.includes(explain)));
}

async function check(): Promise<number> {
  const { schedules, wrongEnds } = await lookAtShipped();
  const verdicts = await lookAtMutations(MUTATIONS);
  say(tableOf(verdicts), 0);
  const isAsDeclared = verdicts.every(({ mutation, found }) => mutation.expected === found);
  const count = (of: Mutation['expected']): number => verdicts.filter(({ found }) => found === of).length;
  const figures = { mutations: verdicts.length, mutationsCaught: count('caught'), mutationsEquallySafe: count('equallySafe') };
  return say(JSON.stringify({ schedules, wrongEnds, ...figures }), wrongEnds === 0 && isAsDeclared ? 0 : 1);
}

async function lookAtShipped(): Promise<{ schedules: number; wrongEnds: number }> {
  let [schedules, wrongEnds] = [0, 0];
  for (const scenario of SCENARIOS) {
    const explored = await explore(scenario, SHIPPED);
    schedules += explored.schedules;
    wrongEnds += explored.wrongEnds;
    progress(`${nameOf(scenario)}: ${explored.schedules} schedules, ${explored.wrongEnds} end wrong`);
    if (explored.shortest) progress(storyOf(explored.shortest));
  }
  return { schedules, wrongEnds };
}

async function lookAtMutations(mutations: readonly Mutation[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const mutation of mutations) {
    const verdict = await examine(mutation, SCENARIOS);
    verdicts.push(verdict);
    progress(`${verdict.found === mutation.expected ? 'as declared' : 'NOT AS DECLARED'}: ${mutation.name}, ${verdict.found}`);
    if (verdict.wrong && verdict.found !== mutation.expected) progress(storyOf(verdict.wrong));
  }
  return verdicts;
}

async function explainOnly(mutations: readonly Mutation[]): Promise<number> {
  if (mutations.length === 0) return say(`No fault is called so. There are:\n${MUTATIONS.map(({ name }) => `  ${name}`).join('\n')}`, 2);
  const verdicts = await lookAtMutations(mutations);
  for (const { mutation, wrong } of verdicts) say(`${mutation.name}: ${mutation.because}\n${wrong ? storyOf(wrong) : '  no schedule ends wrong'}`, 0);
  return verdicts.every(({ mutation, found }) => mutation.expected === found) ? 0 : 1;
}

function tableOf(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ mutation: { name, because }, found, schedules, wrong }) =>
    `| ${name} | ${found} | ${schedules} | ${because} | ${wrong ? `${nameOf(wrong.scenario)}: ${wrong.broken[0]}` : ''} |`);
  return ['| Fault | | Schedules | Why | Where |', '|---|---|---|---|---|', ...rows].join('\n');
}

function storyOf({ scenario, trace, broken }: WrongEnd): string {
  return [`  ${nameOf(scenario)}`, ...trace.map((turn, at) => `  ${String(at + 1).padStart(3)}  ${turn}`), ...broken.map((law) => `  wrong: ${law}`)].join('\n');
}

function nameOf({ name, stageHandler }: Scenario): string {
  return `${name} (${stageHandler})`;
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

function say(text: string, exit: number): number {
  process.stdout.write(`${text}\n`);
  return exit;
}

void main().then((exit) => {
  process.exitCode = exit;
});
