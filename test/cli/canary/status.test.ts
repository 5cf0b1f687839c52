import { API, ON_STAGE, Operator, STAGE } from './operator';

describe('canary status', () => {
  let operator: Operator;
  beforeEach(async () => { operator = await Operator.start(); });
  afterEach(() => operator.stop());

  test('shows a stage without a canary as one deployment with all traffic', async () => {
    const { exit, out, err } = await operator.run('status', ...ON_STAGE);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('Orders (a1b2c3d4e5), stage prod, eu-west-1');
    expect(out).toContain(`base    ${'#'.repeat(40)}  100 %`);
    expect(out).toContain('There is no canary: all traffic goes to the base.');
    expect(out).toMatch(/deployment +d1/);
    expect(out).toMatch(/variables +theme = dark/);
  });

  test('shows the split, both deployments, the variables of both and the commands that end it', async () => {
    operator.canary('d2', 12.5, { theme: 'light', size: 'big' });
    const { exit, out } = await operator.run('status', ...ON_STAGE);
    expect(exit).toBe(0);
    expect(out).toContain(`base    ${'#'.repeat(35)}${'-'.repeat(5)}  87.5 %`);
    expect(out).toContain(`canary  ${'#'.repeat(5)}${'-'.repeat(35)}  12.5 %`);
    expect(out).toMatch(/deployment +d1 +d2/);
    expect(out).toMatch(/theme = dark +size = big\n +theme = light/);
    expect(out).toContain('\n  npx cdk-gatehouse canary promote --api a1b2c3d4e5 --stage prod --region eu-west-1 --deployment d2\n');
    expect(out).toContain('\n  npx cdk-gatehouse canary abort --api a1b2c3d4e5 --stage prod --region eu-west-1');
  });

  test('finds the API by its name and changes nothing', async () => {
    operator.canary('d2', 10);
    const before = operator.stage;
    await expect(operator.run('status', '--api', 'Orders', '--stage', STAGE)).resolves.toMatchObject({ exit: 0, out: expect.stringContaining('10 %') });
    expect(operator.patches()).toEqual([]);
    expect(operator.stage).toEqual(before);
  });

  test('prints one JSON object with --json, with all names whatever is there', async () => {
    operator.canary('d2', 33.3, { theme: 'light' });
    const { out } = await operator.run('status', ...ON_STAGE, '--json');
    const unknown = { description: null, createdAt: expect.stringMatching(/^\d{4}-.*Z$/) };
    expect(JSON.parse(out)).toEqual({
      api: { id: API, name: 'Orders' },
      stage: STAGE,
      region: 'eu-west-1',
      base: { deploymentId: 'd1', ...unknown, percent: 66.7, variables: { theme: 'dark' } },
      canary: { deploymentId: 'd2', ...unknown, percent: 33.3, variables: { theme: 'light' } },
      lastChanged: expect.stringMatching(/^\d{4}-.*Z$/),
      secondsSinceChange: expect.any(Number),
      changedLately: true,
    });
    operator.removeCanary();
    const { canary, base } = JSON.parse((await operator.run('status', ...ON_STAGE, '--json')).out);
    expect({ canary, percent: base.percent }).toEqual({ canary: null, percent: 100 });
  });

  test('exits with 1 while a canary takes traffic, if it was asked to', async () => {
    await expect(operator.run('status', ...ON_STAGE, '--fail-if-canary')).resolves.toMatchObject({ exit: 0 });
    operator.canary('d2', 0);
    await expect(operator.run('status', ...ON_STAGE, '--fail-if-canary')).resolves.toMatchObject({ exit: 0 });
    operator.canary('d1', 10);
    await expect(operator.run('status', ...ON_STAGE, '--fail-if-canary')).resolves.toMatchObject({ exit: 0 });
    operator.canary('d2', 10);
    await expect(operator.run('status', ...ON_STAGE, '--fail-if-canary')).resolves.toMatchObject({ exit: 1 });
    await expect(operator.run('status', ...ON_STAGE)).resolves.toMatchObject({ exit: 0 });
  });

  test('says of a canary without traffic and of one that leads to the base how to remove them, and offers no promotion', async () => {
    operator.canary('d2', 0);
    const idle = (await operator.run('status', ...ON_STAGE)).out;
    expect(idle).toContain('The canary gets no traffic');
    expect(idle).not.toContain('canary promote');
    operator.canary('d1', 20);
    const itself = (await operator.run('status', ...ON_STAGE)).out;
    expect(itself).toContain('The canary leads to the base itself');
    expect(itself).not.toContain('canary promote');
  });
});

test('a stage that changed in the last five minutes is said to be worked on, and no other one', async () => {
  let age = 240_000;
  const operator = await Operator.start({ now: () => Date.now() - age });
  try {
    expect((await operator.run('status', ...ON_STAGE)).out).toMatch(/, 4m( \ds)? ago: somebody, or a release, is at work on it\./);
    age = 3 * 86_400_000 + 7_200_000;
    operator.canary('d2', 10);
    expect((await operator.run('status', ...ON_STAGE)).out).toMatch(/ UTC, 3d 2h ago\.$/m);
    expect(JSON.parse((await operator.run('status', ...ON_STAGE, '--json')).out)).toMatchObject({ changedLately: false });
  } finally {
    await operator.stop();
  }
});
