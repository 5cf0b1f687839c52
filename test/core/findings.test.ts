import { FINDINGS, findingMessage } from '../../lib/core/findings';

describe('findings', () => {
  test.each(Object.keys(FINDINGS))('the code %s is readable: lower-case words and hyphens', (code) => {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  });

  test.each(Object.entries(FINDINGS))('%s says what is wrong and what to write instead, without a full stop', (_code, { problem, instead }) => {
    expect(problem).toMatch(/[^.]$/);
    expect(instead).toMatch(/[^.]$/);
  });

  test('a message begins with its code and names what was given', () => {
    expect(findingMessage('route-method-unknown', { given: 'FETCH', methods: 'GET' }))
      .toBe('route-method-unknown: API Gateway knows no HTTP method "FETCH"; use one of GET');
  });

  test('doubled braces are printed as braces', () => {
    expect(findingMessage('route-key-malformed', { given: 'x' })).toContain('"GET /orders/{id}"');
  });
});
