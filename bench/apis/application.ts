import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { JsonSchema, JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { IVpc, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Code, Function, IFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { APPLICATION_ID } from '../census';
import { ROOT } from '../places';

/** Wires an API of so many routes into a stack. Every candidate of every door is one of these. */
export type BuildApi = (scope: Construct, application: Application) => void;

/** One route, as data that every candidate renders. */
export interface BenchRoute {
  readonly method: string;
  /** `/items3/{id}`. */
  readonly path: string;
  readonly handler: IFunction;
  /** The JSON schema of the body, where the method has one. */
  readonly body?: JsonSchema;
}

const ROUTES_PER_FUNCTION = 10;

/** What stands around the API whoever wires it: functions, a topic for alarms, and users or a network for the doors that ask for them. */
export class Application extends Construct {
  public readonly routes: readonly BenchRoute[];
  public readonly alarmTopic: ITopic;
  private users?: UserPool;
  private network?: IVpc;

  constructor(scope: Construct, count: number) {
    super(scope, APPLICATION_ID);
    const functions = Array.from({ length: Math.ceil(count / ROUTES_PER_FUNCTION) }, (_, index) => handler(this, `Handler${index}`));
    this.alarmTopic = new Topic(this, 'Alarms');
    this.routes = Array.from({ length: count }, (_, index) => ({
      ...shapeOf(index),
      handler: functions[Math.floor(index / ROUTES_PER_FUNCTION)],
    }));
  }

  /** Made with the first look, as the network is: nobody's time is that of things his API does not have. */
  public get userPool(): UserPool {
    return this.users ??= new UserPool(this, 'Users', { removalPolicy: RemovalPolicy.DESTROY });
  }

  public get vpc(): IVpc {
    return this.network ??= new Vpc(this, 'Network', {
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
      // It would bring a function of its own, outside of what is the application's.
      restrictDefaultSecurityGroup: false,
    });
  }
}

/** From a directory, as everybody's functions come; one for all, so that copying files does not hide what differs. */
function handler(scope: Construct, id: string): IFunction {
  return new Function(scope, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(join(ROOT, 'bench', 'apis', 'handler')),
    memorySize: 256,
    timeout: Duration.seconds(10),
    tracing: Tracing.ACTIVE,
  });
}

/** Groups of five routes on two path parts, which is how a plain CRUD API looks. */
function shapeOf(index: number): Omit<BenchRoute, 'handler'> {
  const collection = `/items${Math.floor(index / 5)}`;
  const item = `${collection}/{id}`;
  return [
    { method: 'GET', path: collection },
    { method: 'POST', path: collection, body: schema(collection) },
    { method: 'GET', path: item },
    { method: 'PUT', path: item, body: schema(collection) },
    { method: 'DELETE', path: item },
  ][index % 5];
}

/** One schema for each collection, to create and to replace its items. */
function schema(collection: string): JsonSchema {
  return {
    title: collection.slice(1),
    type: JsonSchemaType.OBJECT,
    required: ['name', 'quantity'],
    properties: {
      name: { type: JsonSchemaType.STRING, minLength: 1, maxLength: 100 },
      quantity: { type: JsonSchemaType.INTEGER, minimum: 1 },
      tags: { type: JsonSchemaType.ARRAY, items: { type: JsonSchemaType.STRING }, maxItems: 10 },
    },
  };
}
