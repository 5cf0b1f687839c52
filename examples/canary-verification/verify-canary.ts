import { createInterface } from 'node:readline/promises';
import { Account } from './verify/account';
import { contradicts } from './verify/checks';
import { HELP, Options, optionsFrom, UsageError } from './verify/options';
import { asJson, asTable } from './verify/report';
import { Verification } from './verify/verification';

function say(what: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`);
}

async function isWanted(account: Account, { yes, only }: Options): Promise<boolean> {
  const place = await account.place();
  say(`account ${place.account} in ${place.region}: ${only.join(', ')}`);
  if (yes) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Deploy to it, release several times, and delete everything afterwards? It costs money (README.md). [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Whatever happens, what was made is taken away; unless it is to be kept. */
async function verify(options: Options): Promise<number> {
  const account = new Account();
  if (!await isWanted(account, options)) return 0;
  const verification = new Verification(account, say);
  process.once('SIGINT', () => verification.patience.end());
  let isClean = true;
  try {
    const findings = await verification.findings(options);
    process.stdout.write(`${options.json ? asJson(findings) : asTable(findings)}\n`);
    if (findings.some(contradicts)) process.exitCode = 1;
  } finally {
    if (!options.keep) isClean = await verification.cleanUp();
  }
  if (!isClean) say('cdk destroy failed: look at the stack CanaryVerification, and delete it by hand');
  return isClean ? Number(process.exitCode ?? 0) : 1;
}

async function main(args: readonly string[]): Promise<number> {
  const options = optionsFrom(args);
  if (!options.help) return verify(options);
  process.stdout.write(HELP);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => { process.exitCode = code; },
  (error: unknown) => {
    const wrongly = error instanceof UsageError;
    process.stderr.write(wrongly ? `${error.message}\n\n${HELP}` : `${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = wrongly ? 2 : 1;
  },
);
