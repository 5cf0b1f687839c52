import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { refuse } from '../core/refuse';
import { isParameter, parameterName } from '../core/route-key';

/** Which of the calls of a route. */
export interface InvokeOptions {
  /**
   * Only with these values of path parameters, by their names without braces: `{ account: '4711' }`.
   *
   * @default {} - with any values
   */
  readonly pathParameters?: { [name: string]: string };
}

/** @internal The path of what is granted, with what stands for its parameters. */
export interface Invokable {
  /** The ARN of calls with this path. */
  readonly arnOf: (path: string) => string;
  readonly segments: readonly string[];
}

/** Permissions of callers: for routes with IAM authorization. */
export class InvokeGrants {
  /** @internal */
  public static _on(invokable: Invokable): InvokeGrants {
    return new InvokeGrants(invokable);
  }

  private constructor(private readonly invokable: Invokable) {}

  /**
   * Let a role, user or function call: `execute-api:Invoke`, on this and nothing else. A path parameter that is not named stands for any value,
   * and makes a permission with a wildcard, which review tools want to be told the reason of.
   */
  public invoke(grantee: IGrantable, options: InvokeOptions = {}): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns: [this.arn(options.pathParameters ?? {})] });
  }

  private arn(values: { [name: string]: string }): string {
    const { arnOf, segments } = this.invokable;
    const names = segments.filter(isParameter).map(parameterName);
    const unknown = Object.keys(values).find((name) => !names.includes(name));
    if (unknown !== undefined) refuse('grant-path-parameter-unknown', { given: unknown, known: names.join(', ') || 'none' });
    return arnOf(`/${segments.map((part) => isParameter(part) ? values[parameterName(part)] ?? '*' : part).join('/')}`);
  }
}
