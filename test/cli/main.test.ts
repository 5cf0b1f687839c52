import { stackIn, synthesise } from './synthesised';
import { main } from '../../cli/main';

describe('the command line', () => {
  test('reports on a directory and says with its exit code whether there are findings', async () => {
    const clean = synthesise((app) => stackIn(app), {});
    const broken = synthesise((app) => stackIn(app), { 'rule-1': ['Shop'] });
    await expect(run('report', clean)).resolves.toMatchObject({ exit: 0, out: expect.stringContaining('Shop  (aws://'), err: '' });
    await expect(run('report', broken)).resolves.toMatchObject({ exit: 1, out: expect.stringContaining('rule-1'), err: '' });
  });

  test('prints one JSON object with --json', async () => {
    const directory = synthesise((app) => stackIn(app), { 'rule-1': ['Shop'] });
    const { out, exit } = await run('report', directory, '--json');
    expect(JSON.parse(out)).toMatchObject({ directory, stacks: [{ stack: 'Shop', findings: [{ rule: 'rule-1' }] }] });
    expect(exit).toBe(1);
  });

  test('writes headings in bold on a terminal with colours only', async () => {
    const directory = synthesise((app) => stackIn(app));
    expect((await run('report', directory)).out).not.toContain('\u001b');
    expect((await runOn({ columns: 80, colour: true }, ['report', directory])).out).toContain('\u001b[1mShop');
  });

  test.each([
    ['no command', [], 2, ''],
    ['an unknown command', ['deploy'], 2, 'there is no command "deploy"'],
    ['an unknown option', ['report', '--html'], 2, "Unknown option '--html'"],
    ['two directories', ['report', 'a', 'b'], 2, 'report takes one directory, and was given 2'],
    ['no assembly', ['report', '/nowhere'], 2, 'there is no cloud assembly in "/nowhere": run "npx cdk synth" first'],
  ])('answers %s with what to write instead', async (_, args, exit, message) => {
    const answer = await run(...args);
    expect(answer.exit).toBe(exit);
    expect(answer.err).toContain(message);
  });

  test.each([[['--help'], 'report  what is in'], [['report', '--help'], '--json']])('explains itself with %j', async (args, words) => {
    await expect(run(...args)).resolves.toMatchObject({ exit: 0, out: expect.stringContaining(words), err: '' });
  });
});

function run(...args: string[]) {
  return runOn({ columns: 100, colour: false }, args);
}

async function runOn(look: { columns: number; colour: boolean }, args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await main(args, { ...look, out: (text) => out.push(text), err: (text) => err.push(text) });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}
