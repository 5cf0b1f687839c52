import { Environment, wanted } from '../../shared/environment';

/** What requests to AWS are signed with. */
export interface Credentials { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }

/** Milliseconds. Reading variables of the process is slow: three of them for each post would be a twentieth of all it costs. */
const KEPT = 1_000;

/** Those of the function's role. Lambda keeps them in the environment, and no signature is made with some that were there more than a second ago. */
export function environmentCredentials(environment: Environment, now: () => number = () => Date.now()): () => Credentials {
  let kept: Credentials | undefined;
  let readAt = 0;
  return () => {
    if (!kept || now() - readAt >= KEPT) [kept, readAt] = [read(environment), now()];
    return kept;
  };
}

function read(environment: Environment): Credentials {
  return {
    accessKeyId: wanted(environment, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: wanted(environment, 'AWS_SECRET_ACCESS_KEY'),
    sessionToken: environment.AWS_SESSION_TOKEN,
  };
}
