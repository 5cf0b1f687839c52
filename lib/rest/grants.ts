import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';

/** Permissions of callers: for routes with IAM authorization. */
export class InvokeGrants {
  /** @internal */
  public static _on(resourceArn: string): InvokeGrants {
    return new InvokeGrants(resourceArn);
  }

  private constructor(private readonly resourceArn: string) {}

  /** Let a role, user or function call: `execute-api:Invoke`, on this and nothing else. */
  public invoke(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns: [this.resourceArn] });
  }
}
