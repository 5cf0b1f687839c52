import { CreateRequestValidatorCommand, GetMethodCommand, UpdateMethodCommand } from '@aws-sdk/client-api-gateway';
import { Aws } from './aws';
import { Failure } from './failure';
import { Stacks } from './stacks';
import { Resource, Template } from './template';

/** Where the emulator has a method: its physical id says so, the real one does not. */
interface MethodId {
  readonly restApiId: string | undefined;
  readonly resourceId: string | undefined;
  readonly httpMethod: string | undefined;
}

/**
 * The emulator's API Gateway checks requests against models and required parameters, but its CloudFormation makes no request validators
 * and gives methods none. This makes those of the template after every deployment, and fails as soon as that has become needless.
 */
export class Validators {
  /** By logical id. */
  private readonly made = new Map<string, string>();

  constructor(private readonly aws: Aws) {}

  async handOver(stack: string, { Resources }: Template): Promise<void> {
    const ids = await new Stacks(this.aws.cloudFormation).physicalIds(stack);
    for (const [logicalId, { Type, Properties }] of Object.entries(Resources)) {
      const validator = referenced(Properties?.RequestValidatorId);
      if (Type === 'AWS::ApiGateway::Method' && validator) await this.give(methodId(ids.get(logicalId)), validator, Resources[validator]);
    }
  }

  private async give(method: MethodId, logicalId: string, resource: Resource): Promise<void> {
    const { requestValidatorId } = await this.aws.apiGateway.send(new GetMethodCommand(method));
    const known = this.made.get(logicalId);
    if (requestValidatorId && requestValidatorId !== known) throw new Failure('the emulator gives methods their validators by itself now: delete e2e/validators.ts');
    const value = known ?? await this.make(method, logicalId, resource);
    const patchOperations = [{ op: 'replace' as const, path: '/requestValidatorId', value }];
    await this.aws.apiGateway.send(new UpdateMethodCommand({ ...method, patchOperations }));
  }

  private async make({ restApiId }: MethodId, logicalId: string, { Properties = {} }: Resource): Promise<string> {
    const { id = '' } = await this.aws.apiGateway.send(new CreateRequestValidatorCommand({
      restApiId,
      validateRequestBody: Properties.ValidateRequestBody === true,
      validateRequestParameters: Properties.ValidateRequestParameters === true,
    }));
    this.made.set(logicalId, id);
    return id;
  }
}

function methodId(physicalId = ''): MethodId {
  const [restApiId, resourceId, httpMethod] = physicalId.split('-');
  return { restApiId, resourceId, httpMethod };
}

function referenced(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'Ref' in value ? String(value.Ref) : undefined;
}
