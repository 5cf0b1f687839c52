import { isDenied, isTransient } from '../../../runtime/canary/is-transient';

function failure(name: string, httpStatusCode: number, code?: string): Error {
  return Object.assign(new Error(name), { name, code, $metadata: { httpStatusCode } });
}

test.each([
  ['a throttle of API Gateway', failure('TooManyRequestsException', 429)],
  ['a throttle without a name', failure('Error', 429)],
  ['a throttle of CloudFormation', failure('Throttling', 400)],
  ['a throttle of CloudWatch', failure('ThrottlingException', 400)],
  ['somebody else who changes the API', failure('ConflictException', 409)],
  ['a failure of the service', failure('InternalServerError', 500)],
  ['a service that is not there', failure('ServiceUnavailableException', 503)],
  ['a time that was up', Object.assign(new Error('timed out'), { name: 'TimeoutError' })],
  ['a connection that broke', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
  ['a name that was not found', Object.assign(new AggregateError([]), { code: 'ENOTFOUND' })],
])('%s passes', (_, error) => {
  expect(isTransient(error)).toBe(true);
  expect(isDenied(error)).toBe(false);
});

test.each([
  ['a patch that is wrong', failure('BadRequestException', 400)],
  ['a stage that is not there', failure('NotFoundException', 404)],
  ['a stack that is not there', failure('ValidationError', 400)],
  ['a mistake of ours', new TypeError('undefined is not a function')],
  ['nothing', undefined],
  ['a word', 'Throttling'],
])('%s does not pass', (_, error) => {
  expect(isTransient(error)).toBe(false);
  expect(isDenied(error)).toBe(false);
});

test.each([failure('AccessDeniedException', 403), failure('AccessDenied', 400), failure('Error', 403)])('%s with its status is a denial, and no fault that passes', (error) => {
  expect(isDenied(error)).toBe(true);
  expect(isTransient(error)).toBe(false);
});
