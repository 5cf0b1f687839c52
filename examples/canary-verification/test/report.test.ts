import { CHECKS, contradicts, Finding } from '../verify/checks';
import { asJson, asTable } from '../verify/report';

const promised: Finding = { id: 'V2', answer: 'yes', saw: ['the update took 1 s.'] };
const broken: Finding = { id: 'V7', answer: 'no', saw: ['it did not move with step.'] };
const open: Finding = { id: 'V3', answer: 'not seen', saw: ['The canary answered no request.'] };

test('only an answer that was seen can speak against the library, and only where it relies on one', () => {
  expect([promised, broken, open].map(contradicts)).toEqual([false, true, false]);
  expect(contradicts({ ...broken, answer: 'not seen' })).toBe(false);
  expect(contradicts({ id: 'V6', answer: 'no', saw: [] })).toBe(false);
});

test('the table says what was asked, what the answer is, and what was seen', () => {
  const table = asTable([promised, broken, open]);
  for (const text of ['V2  yes ', 'V7  no (!)', 'V3  not seen', '- the update took 1 s.', CHECKS[2].question]) expect(table).toContain(text);
});

test('the table ends with what speaks against the library, and what is open', () => {
  expect(asTable([promised, broken, open])).toMatch(/something that is otherwise: V7\. Still open: V3\.$/);
  expect(asTable([promised])).toMatch(/Nothing that was seen speaks against the library\.$/);
});

test('no line of the table is too long for a terminal of 132 columns', () => {
  const saw = [Array.from({ length: 80 }, (_, index) => `word${index}`).join(' ')];
  const lines = asTable([{ ...promised, saw }]).split('\n');
  expect(lines.length).toBeGreaterThan(5);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(132);
});

test('the JSON says the same', () => {
  expect(JSON.parse(asJson([promised, broken]))).toEqual({
    checks: [
      { ...promised, question: CHECKS[1].question, reliedOn: 'yes', contradicts: false },
      { ...broken, question: CHECKS[6].question, reliedOn: 'yes', contradicts: true },
    ],
    contradicted: ['V7'],
  });
});
