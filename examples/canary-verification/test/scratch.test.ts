import { judgeAlarms, Probed } from '../verify/judges/alarms';
import { judgeCached, judgeDates, judgeDeletion, Patched } from '../verify/judges/scratch';

const refused = { what: 'DeleteDeployment', refusal: 'BadRequestException: in use' };

test('a deployment is kept if it is still there, whatever was said', () => {
  expect(judgeDeletion(refused, true)).toEqual({
    id: 'V6', answer: 'yes', saw: ['DeleteDeployment was refused: BadRequestException: in use.', 'afterwards the deployment was still there.'],
  });
  expect(judgeDeletion({ what: 'DeleteDeployment' }, false).answer).toBe('no');
  expect(judgeDeletion(undefined, true).answer).toBe('not seen');
});

const patch = (what: string, change: Partial<Patched> = {}): Patched => ({ what, before: 1_000, after: 4_000, at: 3_000, ...change });

test('the date moves if it moves with every patch', () => {
  expect(judgeDates([patch('start'), patch('step', { at: 4_000 })])).toEqual({
    id: 'V7', answer: 'yes', saw: ['it moved with start, step.', 'it was 0 to 1 s ahead of the clock here.'],
  });
});

test('it does not if it does not with one of them', () => {
  expect(judgeDates([patch('start'), patch('step', { after: 1_000 })])).toMatchObject({ answer: 'no', saw: ['it did not move with step.', expect.anything()] });
});

test('patches that were refused say nothing about the date', () => {
  expect(judgeDates([])).toMatchObject({ answer: 'not seen' });
  expect(judgeDates([patch('start'), patch('step', { refusal: 'no' })])).toMatchObject({ answer: 'not seen', saw: ['step was refused: no'] });
});

test('a stage with a cache takes a canary if it takes every patch', () => {
  expect(judgeCached('AVAILABLE', [{ what: 'start' }, { what: 'remove' }])).toEqual({
    id: 'V8', answer: 'yes', saw: ['with its cache cluster available, the stage took start, remove.'],
  });
  expect(judgeCached('AVAILABLE', [{ what: 'start' }, { what: 'step', refusal: 'no' }])).toMatchObject({ answer: 'no', saw: ['step was refused: no'] });
});

test.each([['CREATE_IN_PROGRESS'], [undefined]])('a cache that is %s says nothing', (status) => {
  expect(judgeCached(status, [{ what: 'start' }]).answer).toBe('not seen');
});

const probe = (change: Partial<Probed> = {}): Probed => ({ asked: 'one alarm', alarm: 'drill', isOurs: true, found: ['drill'], ...change });

test('alarms can be allowed one by one if those are found that the library asks for', () => {
  expect(judgeAlarms([probe(), probe({ isOurs: false, found: undefined, error: 'AccessDenied: no' })])).toEqual({
    id: 'V9', answer: 'yes', saw: ['one alarm: found.', 'one alarm: AccessDenied: no.'],
  });
});

test('they cannot if one is refused, or left out without a word', () => {
  expect(judgeAlarms([probe(), probe({ found: undefined, error: 'AccessDenied: no' })]).answer).toBe('no');
  expect(judgeAlarms([probe({ found: [] })])).toMatchObject({ answer: 'no', saw: ['one alarm: not found, and no error.'] });
  expect(judgeAlarms([]).answer).toBe('not seen');
});
