import { environmentCredentials } from '../../../../runtime/chat/callback/credentials';

const ENVIRONMENT = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };

describe('the credentials of a function', () => {
  test('are those of its environment', () => {
    expect(environmentCredentials(ENVIRONMENT)()).toEqual({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' });
  });

  test('are never older than a second', () => {
    const [environment, clock] = [{ ...ENVIRONMENT }, jest.fn().mockReturnValue(5_000)];
    const credentials = environmentCredentials(environment, clock);
    const before = credentials();
    environment.AWS_ACCESS_KEY_ID = 'AKIDNEXT';
    clock.mockReturnValue(5_999);
    expect(credentials()).toBe(before);
    clock.mockReturnValue(6_000);
    expect(credentials().accessKeyId).toBe('AKIDNEXT');
  });

  test('that are not there are an error which names the variable', () => {
    expect(environmentCredentials({ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE' })).toThrow('AWS_SECRET_ACCESS_KEY');
  });
});
