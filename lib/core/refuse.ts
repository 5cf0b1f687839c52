import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { FindingCode, findingMessage, FindingValues } from './findings';

/** The one error this library throws. Not exported: jsii languages see its message, which begins with the code. */
class GatehouseError extends Error {
  constructor(readonly code: FindingCode, message: string, scope?: IConstruct) {
    super(scope ? `[${scope.node.path}] ${message}` : message);
    this.name = 'GatehouseError';
  }
}

/** Stop here: the input can never work. Call it before anything is created, so that nothing half-made is left behind. */
export function refuse<Code extends FindingCode>(code: Code, values: FindingValues<Code>, scope?: IConstruct): never {
  throw new GatehouseError(code, findingMessage(code, values), scope);
}

/** Say it and go on: the input works, but costs or surprises. Acknowledge it by its code. */
export function warn<Code extends FindingCode>(scope: IConstruct, code: Code, values: FindingValues<Code>): void {
  Validations.of(scope).addWarning(code, findingMessage(code, values));
}
