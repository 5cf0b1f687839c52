import { createHash } from 'node:crypto';
import {
  DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Stage, StringConcat, Token, Tokenization,
} from 'aws-cdk-lib';
import { IFunction, IVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';

/**
 * What tells one thing from others, made short: the same in every synthesis, whatever was made before, and in every stage of a pipeline.
 * Where a construct is stands for the construct.
 */
export function digestOf(scope: IConstruct, identity: { [name: string]: unknown }): string {
  const named = Object.entries(identity).map(([name, value]) => [name, Array.isArray(value) ? value.map(nameIn(scope)) : nameIn(scope)(value)]);
  const resolved: unknown = Tokenization.resolve(Object.fromEntries(named), { scope, resolver: new ReferenceNames(scope), preparing: false });
  return createHash('sha256').update(JSON.stringify(resolved)).digest('hex').slice(0, 8);
}

/** What people call a function, when all there is at hand is a version or an alias of it. */
export function functionName(handler: IFunction): string {
  return ((handler as Partial<IVersion>).lambda ?? handler).node.id;
}

/** What people call a web server: `https://orders.example.com/v1` is `OrdersExampleCom` among constructs. */
export function serverName(url: string): string {
  const host = url.replace(/^https?:\/\//, '').replace(/[/:?#].*$/, '');
  if (Token.isUnresolved(host)) return 'Http';
  return host.split(/[^a-zA-Z0-9]+/).filter((part) => part !== '').map((part) => part[0].toUpperCase() + part.slice(1)).join('');
}

function nameIn(scope: IConstruct): (value: unknown) => unknown {
  return (value) => Construct.isConstruct(value) ? placeOf(value, scope) : value;
}

/** In our stack from there on, else from the whole deployment on, so that a stack and the stages around it can be called otherwise. */
function placeOf(construct: IConstruct, from: IConstruct): string {
  const { scopes } = construct.node;
  const stack = Stack.of(from);
  const [prefix, home] = scopes.includes(stack) ? ['./', stack] : ['/', Stage.of(construct)];
  return prefix + scopes.slice(home ? scopes.indexOf(home) + 1 : 0).map(({ node }) => node.id).join('/');
}

/** Resolves references to names: what they resolve to otherwise does not say which stack they lead to. */
class ReferenceNames extends DefaultTokenResolver {
  constructor(private readonly scope: IConstruct) {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) return `<${placeOf(token.target, this.scope)} ${token.displayName}>`;
    const value: unknown = super.resolveToken(token, context, postProcessor);
    return typeof value === 'object' ? JSON.stringify(value) : value;
  }
}
