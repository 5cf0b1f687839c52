import { CheckId, CHECKS } from './checks';

/** What the script was asked for. */
export interface Options {
  readonly only: readonly CheckId[];
  readonly keep: boolean;
  readonly json: boolean;
  readonly yes: boolean;
  readonly help: boolean;
}

/** Something is wrong with how the script was called. */
export class UsageError extends Error {}

export const HELP = `usage: npx tsx verify-canary.ts [options]

Deploys a small API with a canary release to your AWS account, releases it again and again, watches what API Gateway, CloudFormation and
CloudWatch do meanwhile, and says what it saw. Takes about an hour, costs something (README.md), and deletes what it made.

  --only V3,V4   these checks only
  --keep         leave the stack as it is in the end
  --json         the result as JSON on standard output; progress goes to standard error in any case
  --yes          do not ask before the first deployment
  --help         this text

Account and Region are those of your AWS credentials (AWS_PROFILE, AWS_REGION). The account must be bootstrapped: npx cdk bootstrap.

${CHECKS.map(({ id, question }) => `  ${id}  ${question}`).join('\n')}

Exit codes: 0 nothing speaks against the library, 1 something does or the run failed, 2 it was called wrongly.
`;

const FLAGS = ['keep', 'json', 'yes', 'help'] as const;

/** Reads what follows the name of the script. */
export function optionsFrom(args: readonly string[]): Options {
  const flags = new Set<string>();
  let only = CHECKS.map(({ id }) => id);
  for (let index = 0; index < args.length; index += 1) {
    const [name, value] = args[index].split('=', 2);
    if (name === '--only') only = checksIn(value ?? args[index += 1]);
    else if (value === undefined && FLAGS.some((flag) => name === `--${flag}`)) flags.add(name.slice(2));
    else throw new UsageError(`${args[index]} is not an option`);
  }
  return { only, keep: flags.has('keep'), json: flags.has('json'), yes: flags.has('yes'), help: flags.has('help') };
}

function checksIn(list: string | undefined): CheckId[] {
  const names = (list ?? '').split(',').map((name) => name.trim().toUpperCase()).filter((name) => name !== '');
  if (names.length === 0) throw new UsageError('--only needs checks: --only V3,V4');
  const unknown = names.filter((name) => !CHECKS.some(({ id }) => id === name));
  if (unknown.length > 0) throw new UsageError(`there is no check ${unknown.join(' or ')}`);
  return CHECKS.map(({ id }) => id).filter((id) => names.includes(id));
}
