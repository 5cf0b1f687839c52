import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Who may call a private domain: whoever comes through these endpoints.
 *
 * Everybody may be allowed here, other than in the resource policy of the API: a caller "needs access from the private custom domain name
 * resource policy, the private API resource policy, and any VPC endpoint policies or authorization on the private API", says the
 * API Gateway developer guide, so this one can only take away.
 */
export function domainPolicy(vpcEndpointIds: string[]): PolicyDocument {
  const endpoints = { 'aws:SourceVpce': vpcEndpointIds };
  return new PolicyDocument({
    statements: [statement(Effect.ALLOW, { StringEquals: endpoints }), statement(Effect.DENY, { StringNotEquals: endpoints })],
  });
}

function statement(effect: Effect, conditions: { [operator: string]: unknown }): PolicyStatement {
  // In the policy of a domain this stands for everything behind the domain.
  const [actions, resources] = [['execute-api:Invoke'], ['execute-api:/*']];
  return new PolicyStatement({ effect, principals: [new AnyPrincipal()], actions, resources, conditions });
}
