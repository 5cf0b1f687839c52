import { optionsFrom, UsageError } from '../verify/options';

test('without options everything is asked, and everything taken away again, after a question', () => {
  expect(optionsFrom([])).toEqual({ only: ['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8', 'V9'], keep: false, json: false, yes: false, help: false });
});

test.each([[['--only', 'V4,v3']], [['--only=V3, V4']]])('%j asks two checks, in their own order', (args) => {
  expect(optionsFrom(args).only).toEqual(['V3', 'V4']);
});

test('each flag is one of its own', () => {
  expect(optionsFrom(['--keep', '--json'])).toMatchObject({ keep: true, json: true, yes: false, help: false });
  expect(optionsFrom(['--yes', '--help'])).toMatchObject({ keep: false, json: false, yes: true, help: true });
});

test.each([
  ['a check there is not', ['--only', 'V3,V10'], 'there is no check V10'],
  ['no check', ['--only'], '--only needs checks'],
  ['an empty list', ['--only='], '--only needs checks'],
  ['an unknown option', ['--all'], '--all is not an option'],
  ['a flag with a value', ['--yes=no'], '--yes=no is not an option'],
  ['something else', ['V3'], 'V3 is not an option'],
])('%s is refused', (_what, args, message) => {
  expect(() => optionsFrom(args)).toThrow(UsageError);
  expect(() => optionsFrom(args)).toThrow(message);
});
