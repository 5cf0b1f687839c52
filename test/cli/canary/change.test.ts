import { API, ON_STAGE, Operator, STAGE } from './operator';

const PROMOTION = [
  { op: 'replace', path: '/canarySettings/percentTraffic', value: '0.0' },
  { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
  { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
];
const REMOVAL = [{ op: 'remove', path: '/canarySettings' }];
const CHANGES = ['promote', 'abort'] as const;
/** Answers until the stage was looked at: its API, itself, its deployments. */
const LOOK = 3;

describe('a canary', () => {
  let operator: Operator;
  beforeEach(async () => { operator = await Operator.start(); });
  afterEach(() => operator.stop());

  const run = (word: string, ...more: string[]) => operator.run(word, ...ON_STAGE, ...more);
  const json = async (word: string, ...more: string[]) => {
    const { exit, out } = await run(word, '--yes', '--json', ...more);
    return { exit, ...JSON.parse(out) as { outcome: string; message: string; before: object; after: object | null } };
  };

  test('is promoted with the documented recipe in one request, and removed with the next one', async () => {
    operator.canary('d2', 10, { theme: 'light', size: 'big' });
    const { exit, out, err } = await run('promote', '--yes');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(operator.patches()).toEqual([PROMOTION, REMOVAL]);
    expect(operator.stage).toEqual({ deploymentId: 'd2', variables: { theme: 'light', size: 'big' }, canarySettings: undefined });
    expect(out).toContain('All traffic of prod goes from deployment d1 to d2, and its variables (size, theme) become those of the stage.');
    expect(out.replaceAll('\n', ' ')).toContain('A release that is running sees it with its next look, within half a minute, and finishes.');
  });

  test('is aborted by removing it, and the base stays', async () => {
    operator.canary('d2', 50, { theme: 'light' });
    const { exit, out } = await run('abort', '--yes');
    expect(exit).toBe(0);
    expect(operator.patches()).toEqual([REMOVAL]);
    expect(operator.stage).toEqual({ deploymentId: 'd1', variables: { theme: 'dark' }, canarySettings: undefined });
    expect(out.replaceAll('\n', ' ')).toContain('fails, and CloudFormation rolls the stack back');
  });

  test.each(CHANGES)('tells programs what %s did with one JSON object', async (word) => {
    operator.canary('d2', 10);
    const answer = await json(word);
    expect(answer).toEqual({
      exit: 0,
      action: word,
      outcome: `${word.replace(/e?$/, '')}ed`,
      message: expect.any(String),
      before: expect.objectContaining({ stage: STAGE, canary: expect.objectContaining({ deploymentId: 'd2', percent: 10 }) }),
      after: expect.objectContaining({ base: expect.objectContaining({ deploymentId: word === 'promote' ? 'd2' : 'd1', percent: 100 }), canary: null }),
    });
  });

  describe.each(CHANGES)('to %s', (word) => {
    test.each(['y', 'Yes', ' YES '])('is asked for, and %j is a yes', async (answer) => {
      operator.canary('d2', 10);
      operator.answers = () => answer;
      await expect(run(word)).resolves.toMatchObject({ exit: 0 });
      expect(operator.questions).toEqual([`Really ${word}? [y/N] `]);
      expect(operator.stage.canarySettings).toBeUndefined();
    });

    test.each(['', 'n', 'yep', 'no'])('stays when the answer is %j', async (answer) => {
      operator.canary('d2', 10);
      const before = operator.stage;
      operator.answers = () => answer;
      await expect(run(word)).resolves.toMatchObject({ exit: 1, out: expect.stringContaining('Nothing was changed.') });
      expect(operator.stage).toEqual(before);
    });

    test('needs --yes where nobody can be asked, and shows what would be done', async () => {
      operator.canary('d2', 10);
      const { exit, out, err } = await run(word);
      expect(exit).toBe(2);
      expect(err).toContain(`write --yes to ${word} without a question. Nothing was changed`);
      expect(out).toContain('d2');
      expect(operator.patches()).toEqual([]);
    });

    test('is not there', async () => {
      await expect(json(word)).resolves.toMatchObject({ exit: 1, outcome: 'noCanary', after: null, message: expect.stringContaining('all traffic goes to deployment d1') });
      expect(operator.patches()).toEqual([]);
    });

    test('leads to another deployment than --deployment says', async () => {
      operator.canary('d9', 10);
      const message = 'The canary leads to deployment d9, not to d2. Nothing was changed.';
      await expect(json(word, '--deployment', 'd2')).resolves.toMatchObject({ exit: 1, outcome: 'otherCanary', after: null, message });
      expect(operator.patches()).toEqual([]);
      await expect(json(word, '--deployment', 'd9')).resolves.toMatchObject({ exit: 0 });
    });

    test.each([
      ['exchanged', () => operator.canary('d9', 10)],
      ['given other variables', () => operator.canary('d2', 10, { theme: 'blue' })],
      ['aborted', () => operator.removeCanary()],
      ['promoted', () => operator.promote()],
    ])('is left alone when it was %s while somebody was asked', async (_, change) => {
      operator.canary('d2', 10);
      operator.answers = () => {
        change();
        return 'y';
      };
      await expect(run(word)).resolves.toMatchObject({ exit: 1, out: expect.stringContaining('The stage was changed while you were asked. Nothing was done') });
      expect(operator.patches()).toEqual([]);
    });

    test('may take a step of its release while somebody is asked', async () => {
      operator.canary('d2', 10);
      operator.answers = () => {
        operator.canary('d2', 50);
        return 'y';
      };
      await expect(run(word)).resolves.toMatchObject({ exit: 0 });
    });
  });

  test('without traffic is not promoted, but can be aborted', async () => {
    operator.canary('d2', 0);
    const message = expect.stringContaining('The canary has 0 % of the traffic, so nobody has tried deployment d2');
    await expect(json('promote')).resolves.toMatchObject({ exit: 1, outcome: 'noTraffic', message });
    expect(operator.patches()).toEqual([]);
    await expect(json('abort')).resolves.toMatchObject({ exit: 0, outcome: 'aborted' });
  });

  test('that was promoted just now is not promoted again; aborting removes what is left and says that it takes nothing back', async () => {
    operator.canary('d2', 50);
    operator.promote();
    await expect(json('promote')).resolves.toMatchObject({ exit: 1, outcome: 'nothingNew' });
    const message = expect.stringContaining('deployment d2, which all traffic goes to as before');
    await expect(json('abort')).resolves.toMatchObject({ exit: 0, outcome: 'leftoverRemoved', message });
    expect(operator.stage).toMatchObject({ deploymentId: 'd2', canarySettings: undefined });
  });

  test('of other variables only is promoted', async () => {
    operator.canary('d1', 20, { theme: 'light' });
    await expect(json('promote')).resolves.toMatchObject({ exit: 0, outcome: 'promoted' });
    expect(operator.stage).toMatchObject({ deploymentId: 'd1', variables: { theme: 'light' } });
  });

  test('that is aborted by somebody else a moment before its promotion is not promoted, and nothing is left of it', async () => {
    operator.canary('d2', 10);
    operator.afterAnswers(LOOK, () => operator.removeCanary());
    const message = expect.stringContaining('Nothing was promoted');
    await expect(json('promote')).resolves.toMatchObject({ exit: 1, outcome: 'changedMeanwhile', message });
    expect(operator.stage).toEqual({ deploymentId: 'd1', variables: { theme: 'dark' }, canarySettings: undefined });
  });

  test('that is exchanged a moment before its promotion is said to be so, with the deployment to go back to', async () => {
    operator.canary('d2', 10);
    operator.afterAnswers(LOOK, () => operator.canary('d9', 10));
    const { exit, outcome, message } = await json('promote');
    expect({ exit, outcome }).toEqual({ exit: 1, outcome: 'changedMeanwhile' });
    expect(message).toContain('the base is deployment d9; asked for was d2. What was the base before is deployment d1.');
  });

  test('whose promotion is taken back at once is said to be so', async () => {
    operator.canary('d2', 10);
    const back = () => void operator.plane.patch(API, STAGE, [{ op: 'replace', path: '/deploymentId', value: 'd1' }]);
    operator.afterAnswers(LOOK + 2, back);
    await expect(json('promote')).resolves.toMatchObject({ exit: 1, outcome: 'changedMeanwhile', message: expect.stringContaining('the base is deployment d1') });
  });

  test('that cannot be removed after its promotion is said to be left, without traffic', async () => {
    operator.canary('d2', 10);
    operator.afterAnswers(LOOK + 1, () => operator.plane.fail(1, { status: 429, type: 'TooManyRequestsException', message: 'Too Many Requests' }));
    const { exit, outcome, message } = await json('promote');
    expect({ exit, outcome }).toEqual({ exit: 1, outcome: 'canaryLeft' });
    expect(message).toContain('API Gateway is throttling');
    expect(operator.stage).toMatchObject({ deploymentId: 'd2', canarySettings: { percentTraffic: 0 } });
  });

  test('that its release promotes a moment before it is aborted is said to be live', async () => {
    operator.canary('d2', 50);
    operator.afterAnswers(LOOK, () => operator.promote());
    const message = expect.stringContaining('All traffic goes to deployment d2; it was d1');
    await expect(json('abort')).resolves.toMatchObject({ exit: 1, outcome: 'promotedMeanwhile', message });
  });

  test('that somebody starts anew right after it was aborted is said to be there', async () => {
    operator.canary('d2', 10);
    operator.afterAnswers(LOOK + 1, () => operator.canary('d9', 30));
    const message = expect.stringContaining('30 % to deployment d9');
    await expect(json('abort')).resolves.toMatchObject({ exit: 1, outcome: 'changedMeanwhile', message });
  });

  test('that a step of its release brings back leads to the base, and counts as aborted', async () => {
    operator.canary('d2', 10);
    const step = () => void operator.plane.patch(API, STAGE, [{ op: 'replace', path: '/canarySettings/percentTraffic', value: '50' }]);
    operator.afterAnswers(LOOK + 1, step);
    await expect(json('abort')).resolves.toMatchObject({ exit: 0, outcome: 'aborted' });
    expect(operator.stage.canarySettings).toMatchObject({ deploymentId: 'd1' });
  });
});
