import { Aws, Fn, Lazy } from 'aws-cdk-lib';
import { Backend } from '../../lib/routes/backend';
import { HttpMappedResponse } from '../../lib/routes/http-mapping';

const URL = 'https://orders.example.com';

function map(template: string): Backend {
  return Backend.httpWithMapping(URL, { request: { 'application/json': template }, responses: [{ statusCode: 200 }] });
}

function answer(...responses: HttpMappedResponse[]): Backend {
  return Backend.httpWithMapping(URL, { responses });
}

describe('a mapping template', () => {
  test('that parses is accepted', () => {
    expect(() => map('#set($id = $input.params("id")) {"id": "$id"}')).not.toThrow();
  });

  test('that is malformed is refused', () => {
    expect(() => map('#if($input.path("$.id")) {"id": 1}')).toThrow(/mapping-template-malformed.*"application\/json"/);
    expect(() => answer({ statusCode: 200, templates: { 'text/plain': '#if(' } })).toThrow(/mapping-template-malformed.*"text\/plain"/);
  });

  test('over 300 KB is refused', () => {
    expect(() => map('x'.repeat(300 * 1024 + 1))).toThrow(/mapping-template-too-large.*307201 bytes/);
  });

  test('may hold values that are only known at deployment, and is refused for what is wrong around them', () => {
    expect(() => map(Fn.importValue('Template'))).not.toThrow();
    expect(() => map(`{"region": "${Aws.REGION}"}`)).not.toThrow();
    expect(() => map(`#if(true) ${Aws.REGION}`)).toThrow(/mapping-template-malformed/);
  });
});

describe('the responses of a mapping', () => {
  test('are one for each status, one of them for whatever no pattern matches', () => {
    expect(() => answer({ statusCode: 200 }, { statusCode: 404, pattern: '404|410' }, { statusCode: 502, pattern: '5\\d{2}' })).not.toThrow();
    expect(() => answer({ statusCode: 200, pattern: '2\\d{2}' }, { statusCode: 502, pattern: '[345]\\d{2}' })).not.toThrow();
  });

  test('are refused when there is none', () => {
    expect(() => answer()).toThrow(/http-mapping-without-response.*\[\{ statusCode: 200 \}\]/);
  });

  test.each([42, 600, 200.5])('are refused with the status %d', (statusCode) => {
    expect(() => answer({ statusCode })).toThrow(/status-code-out-of-range/);
  });

  test('are refused when two have one status', () => {
    expect(() => answer({ statusCode: 200 }, { statusCode: 404, pattern: '404' }, { statusCode: 404, pattern: '410' })).toThrow(/http-mapping-status-repeated.*404/);
  });

  test('are refused when two have no pattern', () => {
    expect(() => answer({ statusCode: 200 }, { statusCode: 201 })).toThrow(/http-mapping-default-repeated.*2 responses/);
  });

  test('may have a status that is only known at deployment', () => {
    const status = () => Lazy.number({ produce: () => 200 });
    expect(() => answer({ statusCode: status() }, { statusCode: status(), pattern: '4..' })).not.toThrow();
  });
});
