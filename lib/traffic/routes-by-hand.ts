import { Stack, Token } from 'aws-cdk-lib';
import { CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Dependable, IDependable } from 'constructs';
import { findingMessage } from '../core/findings';
import { digestOf } from '../core/identity';

/**
 * Routes that settings name by their key, and that somebody makes by hand, anywhere in the stack.
 *
 * The stage must wait for them: their keys are plain text in its settings, so CloudFormation would not know, and API Gateway refuses settings
 * of a route that is not there yet. They are searched for in the end, when every route is made.
 */
export class RoutesByHand {
  private readonly expected = new Set<string>();

  constructor(private readonly stage: CfnStage) {}

  /** There must be a route with this key, and the stage waits for it. */
  public expect(routeKey: string): void {
    if (this.expected.size === 0) this.watch();
    this.expected.add(routeKey);
  }

  /** The whole tree is searched, so only stages that need it are watched. */
  private watch(): void {
    const routes: IDependable = {};
    const find = (): CfnRoute[] => this.routes().filter(({ routeKey }) => this.expected.has(routeKey) || Token.isUnresolved(routeKey));
    Dependable.implement(routes, { get dependencyRoots() { return find(); } });
    this.stage.node.addDependency(routes);
    this.stage.node.addValidation({ validate: () => this.unknown() });
  }

  private unknown(): string[] {
    const known = this.routes().map(({ routeKey }) => routeKey);
    // A key that is only known at deployment may be any of them.
    if (known.some((key) => Token.isUnresolved(key))) return [];
    return [...this.expected].filter((key) => !known.includes(key))
      .map((route) => findingMessage('throttle-on-unknown-route', { route, known: known.join(', ') }));
  }

  /** Of this API, in this stack: its stage cannot wait for another one, which needs the API first. */
  private routes(): CfnRoute[] {
    const stack = Stack.of(this.stage);
    const apiOf = ({ apiId }: CfnRoute | CfnStage): string => digestOf(this.stage, { apiId });
    const ours = apiOf(this.stage);
    return stack.node.findAll()
      .filter((child): child is CfnRoute => child instanceof CfnRoute)
      .filter((route) => Stack.of(route) === stack && apiOf(route) === ours);
  }
}
