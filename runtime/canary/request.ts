/** What CloudFormation asks of the resource, as the provider framework of CDK hands it on. */
export interface CanaryRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly StackId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: unknown;
  readonly OldResourceProperties?: unknown;
}

/** Of Lambda, as far as we look at it. */
export interface LambdaContext { getRemainingTimeInMillis(): number }

const REQUEST_TYPES: readonly unknown[] = ['Create', 'Update', 'Delete'];

export function readRequest(event: unknown): CanaryRequest {
  const request = Object(event) as CanaryRequest;
  if (REQUEST_TYPES.includes(request.RequestType) && typeof request.StackId === 'string') return request;
  throw new TypeError('the event is no request of CloudFormation for a canary');
}
