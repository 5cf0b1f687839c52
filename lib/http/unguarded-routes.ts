import { IAspect } from 'aws-cdk-lib';
import { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { warn } from '../core/refuse';

/**
 * Warns of routes somebody added to the API by hand, past the lock behind CloudFront: whoever knows the API's own domain
 * reaches them without meeting the web ACL, whatever authorizer they have.
 */
export class UnguardedRoutes implements IAspect {
  /** @param isGuarded whether a route went through the lock */
  constructor(private readonly isGuarded: (route: IConstruct) => boolean) {}

  public visit(node: IConstruct): void {
    const route = node instanceof CfnRoute ? node.node.scope : undefined;
    if (!route || this.isGuarded(route)) return;
    warn(route, 'edge-route-unguarded', { route: route.node.path });
  }
}
