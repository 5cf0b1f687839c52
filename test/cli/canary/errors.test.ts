import { API, ON_STAGE, Operator, STAGE } from './operator';

describe('the canary commands', () => {
  let operator: Operator;
  beforeEach(async () => { operator = await Operator.start(); });
  afterEach(() => operator.stop());

  const failing = async (args: string[]) => {
    const { exit, out, err } = await operator.run(...args);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    return err;
  };

  test.each([
    ['no word', [], ''],
    ['an unknown word', ['undo'], 'there is no command "canary undo"'],
    ['no API', ['status', '--stage', STAGE], 'which API? Write --api and its id or its name'],
    ['no stage', ['abort', '--api', API], 'which stage? Write --stage and its name'],
    ['an unknown option', ['promote', ...ON_STAGE, '--force'], "Unknown option '--force'"],
    ['a word too many', ['promote', ...ON_STAGE, 'now'], "Unexpected argument 'now'"],
    ['an option of another command', ['status', ...ON_STAGE, '--yes'], "Unknown option '--yes'"],
    ['--json without --yes', ['promote', ...ON_STAGE, '--json'], '--json is for programs, which nobody can ask: write --yes as well'],
  ])('refuse %s without a request', async (_, args, message) => {
    await expect(operator.run(...args)).resolves.toMatchObject({ exit: 2, err: expect.stringContaining(message) });
    expect(operator.plane.asked).toEqual([]);
  });

  test.each([
    [[], ['status', 'promote', 'abort', 'IAM', 'REST APIs']],
    [['status'], ['--fail-if-canary', 'Exit code: 0']],
    [['promote'], ['--deployment', '--yes', 'Exit code: 0 promoted']],
    [['abort'], ['--deployment', '--yes', 'Exit code: 0 the canary is gone']],
  ])('explain themselves: canary %j --help', async (words, parts) => {
    for (const flag of ['--help', '-h']) {
      const { exit, out, err } = await operator.run(...words, flag);
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      for (const part of parts) expect(out).toContain(part);
    }
    expect(operator.plane.asked).toEqual([]);
  });

  test('say which stages there are when there is no such stage, and which APIs when there is no such API', async () => {
    operator.plane.addStage({ restApiId: API, stageName: 'beta', deploymentId: 'd1' });
    expect(await failing(['status', '--api', API, '--stage', 'live'])).toContain('the API Orders (a1b2c3d4e5) has no stage "live". It has: beta, prod');
    expect(await failing(['abort', '--api', 'Order', '--stage', STAGE])).toContain('no REST API with the id or the name "Order" in eu-west-1. There are: Orders (a1b2c3d4e5)');
  });

  test('ask for an id when several APIs have the name, and take an id for an id even if it is the name of another API', async () => {
    operator.plane.addStage({ restApiId: 'zzzzzzzzzz', apiName: 'Orders', stageName: STAGE, deploymentId: 'x1' });
    operator.plane.addStage({ restApiId: 'yyyyyyyyyy', apiName: API, stageName: STAGE, deploymentId: 'y1' });
    expect(await failing(['status', '--api', 'Orders', '--stage', STAGE])).toContain('2 REST APIs in eu-west-1 have the name "Orders". Write one of their ids: a1b2c3d4e5, zzzzzzzzzz');
    expect(JSON.parse((await operator.run('status', ...ON_STAGE, '--json')).out)).toMatchObject({ base: { deploymentId: 'd1' } });
  });

  test('find an API and its deployments behind the first page', async () => {
    for (let n = 0; n < 600; n++) operator.plane.addStage({ restApiId: `api${n}`, apiName: `Name ${n}`, stageName: STAGE, deploymentId: `of${n}` });
    operator.plane.addStage({ restApiId: 'api599', stageName: STAGE, deploymentId: 'last', deployments: Array.from({ length: 700 }, (_, n) => `old${n}`) });
    operator.plane.patch('api599', STAGE, [{ op: 'replace', path: '/deploymentId', value: 'old699' }]);
    const { out } = await operator.run('status', '--api', 'Name 599', '--stage', STAGE, '--json');
    expect(JSON.parse(out)).toMatchObject({ api: { id: 'api599' }, base: { deploymentId: 'old699', createdAt: expect.any(String) } });
    expect(await failing(['status', '--api', 'None', '--stage', STAGE])).toContain('and 581 more');
  });

  test.each([
    [429, 'TooManyRequestsException', 'Too Many Requests', 'API Gateway is throttling: it takes ten requests a second'],
    [403, 'AccessDeniedException', 'User: x is not authorized', 'these credentials may not do that; "cdk-gatehouse canary --help" says what is needed'],
    [403, 'ExpiredTokenException', 'The security token included in the request is expired', 'AWS does not take these credentials: log in again'],
    [403, 'UnrecognizedClientException', 'The security token included in the request is invalid.', 'AWS does not take these credentials: log in again'],
    [503, 'ServiceUnavailableException', 'try later', 'AWS answered ServiceUnavailableException (503): try later'],
  ])('put %i %s into words', async (status, type, message, words) => {
    operator.plane.fail(1, { status, type, message });
    expect(await failing(['status', ...ON_STAGE])).toContain(words);
  });

  test('say so when the stage is deleted at the same moment', async () => {
    operator.canary('d2', 10);
    operator.afterAnswers(3, () => operator.plane.deleteStage(API, STAGE));
    await expect(operator.run('promote', ...ON_STAGE, '--yes')).resolves.toMatchObject({ exit: 2, err: expect.stringContaining('AWS answered NotFoundException (404)') });
  });

  test('ask for a region and for credentials when the SDK finds none, and take --region', async () => {
    delete process.env.AWS_REGION;
    expect(await failing(['status', ...ON_STAGE])).toContain('which region? Write --region, or set AWS_REGION');
    await expect(operator.run('status', ...ON_STAGE, '--region', 'us-east-1')).resolves.toMatchObject({ exit: 0, out: expect.stringContaining('prod, us-east-1') });
    delete process.env.AWS_ACCESS_KEY_ID;
    expect(await failing(['status', ...ON_STAGE, '--region', 'us-east-1'])).toContain('no AWS credentials: set AWS_PROFILE, or log in');
  });

  test('say that nobody answers at the address', async () => {
    process.env.AWS_ENDPOINT_URL_API_GATEWAY = 'http://127.0.0.1:1';
    expect(await failing(['status', ...ON_STAGE])).toContain('API Gateway did not answer (ECONNREFUSED)');
  });
});
