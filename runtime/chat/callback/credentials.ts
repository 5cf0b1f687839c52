import { Environment, wanted } from '../../shared/environment';

/** What requests to AWS are signed with. */
export interface Credentials { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }

/** Those of the function's role. Lambda keeps them in the environment, so they are read anew whenever they are used. */
export function environmentCredentials(environment: Environment): Credentials {
  return {
    accessKeyId: wanted(environment, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: wanted(environment, 'AWS_SECRET_ACCESS_KEY'),
    sessionToken: environment.AWS_SESSION_TOKEN,
  };
}
