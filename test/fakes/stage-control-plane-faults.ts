import type { Refusal } from './aws-service';

/** Thrown by whatever finds a request wanting. */
export class Refused extends Error {
  public override readonly name = 'Refused';

  constructor(public readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** Paths that one can patch, as the service lists them, with the commas it has and those it has not. */
const PATCHABLE = '/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, '
  + '/accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, '
  + '/{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, '
  + '/{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, '
  + '/{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, '
  + '/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, '
  + '/*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, '
  + '/*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, '
  + '/*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled';

/** In the words of the service, as far as they were recorded. */
export const REFUSE = {
  unknownApi: (id: string) => missing(`Invalid API identifier specified 111122223333:${id}`),
  unknownStage: () => missing('Invalid Stage identifier specified'),
  unknownDeployment: () => missing('Invalid Deployment identifier specified'),
  noSuchDeployment: () => bad('Deployment id does not exist'),
  deploymentInUse: () => bad('Active stages pointing to this deployment must be moved or deleted'),
  invalidOperation: (op: string, path: string) => bad(`Invalid ${op} operation with path: ${path}`),
  invalidPath: (path: string) => bad(`Invalid method setting path: ${path}. Must be one of: [${PATCHABLE}]`),
  nothingToRemove: (path: string) => bad(`Cannot remove method setting ${path.slice(1)} because there is no method setting for this method `),
  invalidCopy: (path: string, from: string) => bad(`Invalid copy operation with path: ${path} and from ${from}. Valid copy:path are `
    + '[/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]'),
  noCanary: () => bad('Promotion not available. Canary does not exist.'),
  /** In words of ours: those of the service are not known. */
  invalidValue: (path: string, value: unknown) => bad(`Invalid value for ${path}: ${String(value)}`),
} as const;

function bad(message: string): Refused {
  return new Refused({ status: 400, code: 'BadRequestException', message });
}

function missing(message: string): Refused {
  return new Refused({ status: 404, code: 'NotFoundException', message });
}
