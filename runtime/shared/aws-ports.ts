import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretStore } from './accepted-secrets';
import type { Get } from './issuer';

/** What has no such version has one less to accept. */
const STAGES = ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'];
/** Milliseconds. API Gateway waits 10 s for all of us; a caller is waiting too. */
const PATIENCE = 3000;

/** Secrets Manager calls a version that is not there a resource that is not found; a secret without a current version is broken. */
export function secretVersions(client: SecretsManagerClient, secretArn: string): SecretStore {
  const version = async (stage: string) => {
    const answer = client.send(new GetSecretValueCommand({ SecretId: secretArn, VersionStage: stage }));
    return (await (stage === 'AWSCURRENT' ? answer : answer.catch(unlessMissing)))?.SecretString ?? '';
  };
  return { versions: () => Promise.all(STAGES.map(version)) };
}

/** No redirects: the issuer is who it says it is, at the address it was given by. */
export const get: Get = async (url) => {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new TypeError(`the issuer answered with status ${response.status}`);
  return response.arrayBuffer();
};

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
  throw error;
}
