import { ReadMarks } from '../web/read-marks';

let told: [string, number][];
let marks: ReadMarks;
beforeEach(() => {
  jest.useFakeTimers();
  told = [];
  marks = new ReadMarks((room, seq) => told.push([room, seq]));
});
afterEach(() => jest.useRealTimers());

test('the first mark goes at once, the newest of the others after a pause', () => {
  for (const seq of [1, 2, 3]) marks.say('lunch', seq);
  expect(told).toEqual([['lunch', 1]]);
  jest.advanceTimersByTime(10_000);
  expect(told).toEqual([['lunch', 1], ['lunch', 3]]);
});

test('nothing is told twice, and after a pause the next one goes at once again', () => {
  marks.say('lunch', 1);
  jest.advanceTimersByTime(60_000);
  expect(told).toEqual([['lunch', 1]]);
  marks.say('lunch', 2);
  expect(told).toEqual([['lunch', 1], ['lunch', 2]]);
});

test('rooms do not wait for each other', () => {
  marks.say('lunch', 1);
  marks.say('standup', 7);
  expect(told).toEqual([['lunch', 1], ['standup', 7]]);
});

test('who looks away has told everything', () => {
  marks.say('lunch', 1);
  marks.say('lunch', 2);
  marks.flush();
  expect(told).toEqual([['lunch', 1], ['lunch', 2]]);
  jest.advanceTimersByTime(60_000);
  expect(told).toHaveLength(2);
});
