import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { JOIN_MS } from '../../client/chat/chat-room';
import { ACK_MS } from '../../client/chat/outbox';
import { VOID_MS } from '../../client/chat/sequence';
import { CHAT_DIMENSION, CHAT_ENVIRONMENT, CHAT_METRICS, CHAT_TABLE, ChatLimitValues } from '../../lib/chat/chat-contract';
import { ChatDelivery } from '../../lib/chat/chat-delivery';
import { ChatLimits } from '../../lib/chat/chat-limits';
import { ChatPresence } from '../../lib/chat/chat-presence';
import { ChatWebSocketApi } from '../../lib/chat/chat-websocket-api';
import { ChatWebSocketApiProps } from '../../lib/chat/chat-websocket-api-props';
import { MessageRetention } from '../../lib/chat/message-retention';
import { Moderation } from '../../lib/chat/moderation';
import { AlarmThreshold } from '../../lib/observability/alarm-threshold';
import { Alarms } from '../../lib/observability/alarms';
import { Dashboard } from '../../lib/observability/dashboard';
import { Authorization } from '../../lib/security/authorization';
import { OURS } from '../../runtime/chat/replay/sqs-dead-letters';
import { REBIND_AFTER_MS } from '../../runtime/chat/store/dynamo-messages';
import { FLAGS, nagFindings, newStack } from '../helpers/apps';
import { newFunction } from '../helpers/functions';
import { readableTemplate } from '../helpers/readable';

const FUNCTION = 'AWS::Lambda::Function';
const ROUTE = 'AWS::ApiGatewayV2::Route';
const CHAT_PATH = 'Chat';

function made(props: ChatWebSocketApiProps = {}, stack: Stack = newStack()): { stack: Stack; chat: ChatWebSocketApi; template: Template } {
  const chat = new ChatWebSocketApi(stack, CHAT_PATH, props);
  return { stack, chat, template: Template.fromStack(stack) };
}

/** Of a chat with no props. Made once: its functions' code is hashed each time. */
let plain: ReturnType<typeof made>;
beforeAll(() => {
  plain = made();
});

describe.each(FLAGS)('%s, a chat with no props', (_flags, flags) => {
  test('leaves nothing for cdk-nag to find', () => {
    const stack = newStack(flags);
    new ChatWebSocketApi(stack, CHAT_PATH);
    expect(nagFindings(stack)).toEqual([]);
  });
});

test('a chat with no props is this, as a whole', () => {
  expect(readableTemplate(plain.stack)).toMatchSnapshot();
});

test('the table, the queues and the API of a chat have these logical ids, for good', () => {
  const ids = (type: string) => Object.keys(plain.template.findResources(type)).sort();
  expect(ids('AWS::DynamoDB::Table')).toEqual(['ChatTable4603252B', 'ChatTicketsTable3173A1FC']);
  expect(ids('AWS::SQS::Queue')).toEqual(['ChatQueuesDeadLetters4191F220', 'ChatQueuesTasks1224AB3C']);
  expect(ids('AWS::ApiGatewayV2::Api')).toEqual(['ChatApi86739009']);
  expect(ids('AWS::ApiGatewayV2::Stage')).toEqual(['ChatApiStage1BC2B458']);
});

describe('every action of the protocol', () => {
  const replies = { RouteResponseSelectionExpression: '$default' };

  test.each(['hello', 'join', 'leave', 'send', 'typing', 'read', 'history', '$default'])('has a route that answers: %s', (RouteKey) => {
    plain.template.hasResourceProperties(ROUTE, { RouteKey, ...replies });
  });

  test('goes to one function, through one integration, with one permission', () => {
    const { template } = plain;
    const targets = Object.values(template.findResources(ROUTE))
      .filter(({ Properties: { RouteKey } }) => !['$connect', '$disconnect', 'ping'].includes(RouteKey))
      .map(({ Properties: { Target } }) => JSON.stringify(Target));
    expect(targets).toHaveLength(8);
    expect(new Set(targets).size).toBe(1);
  });

  test('but ping, which API Gateway answers without a function', () => {
    const { template } = plain;
    template.hasResourceProperties(ROUTE, { RouteKey: 'ping', ...replies });
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { IntegrationType: 'MOCK' });
  });
});

describe('who connects', () => {
  test('shows a ticket, unless told otherwise', () => {
    const { chat, template } = plain;
    expect(chat.tickets?.issuer).toBe(chat.ticketIssuer);
    template.hasResourceProperties(ROUTE, { RouteKey: '$connect', AuthorizationType: 'CUSTOM' });
  });

  test('may show a token instead, and then there are no tickets', () => {
    const authorization = Authorization.jwt({ issuer: 'https://issuer.example', audiences: ['chat'] });
    const { chat, template } = made({ authorization });
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
    expect(() => chat.ticketIssuer).toThrow(/chat-without-tickets: this chat/);
  });

  test.each([Authorization.iam(), Authorization.none('a test')])('has to be somebody', (authorization) => {
    expect(() => made({ authorization })).toThrow(/^chat-without-user/);
  });
});

describe('what is stored', () => {
  test('outlives its stack, is protected and can be restored', () => {
    const { template } = plain;
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { AttributeName: CHAT_TABLE.timeToLive, Enabled: true },
        BillingMode: 'PAY_PER_REQUEST',
      },
    });
  });

  test('goes with its stack when that is said', () => {
    made({ removalPolicy: RemovalPolicy.DESTROY }).template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete', Properties: { DeletionProtectionEnabled: false, StreamSpecification: Match.anyValue() },
    });
  });

  test('is encrypted with a key of yours, and so are the queues, when there is one', () => {
    const stack = newStack();
    const { template } = made({ encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }) }, stack);
    template.hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() } });
    template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: Match.anyValue() });
    expect(nagFindings(stack)).toEqual([]);
  });
});

describe('the functions', () => {
  test('are told the limits, the retention and how presence goes', () => {
    const { template } = made({
      limits: ChatLimits.standard({ framesPerSecond: 2 }), retention: MessageRetention.of(Duration.days(30)), presence: ChatPresence.count(),
    });
    const { [CHAT_ENVIRONMENT.limits]: limits, [CHAT_ENVIRONMENT.presence]: presence } = environmentOf(template, 'FunctionsActions');
    expect(presence).toBe('count');
    expect(JSON.parse(limits as string)).toEqual({
      bodyBytes: 16_384, framesPerSecond: 2, frameBurst: 10, violations: 3, roomsPerConnection: 50, connectionsPerUser: 5, retentionDays: 30,
    } satisfies ChatLimitValues);
  });

  test('deliver no faster than the pace, all together', () => {
    const { template } = made({ delivery: ChatDelivery.paced(3000) });
    const [stream, queue] = [{ ParallelizationFactor: 1 }, { ScalingConfig: { MaximumConcurrency: 3 }, BatchSize: 2 }];
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', stream);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', queue);
    expect(environmentOf(template, 'FunctionsDeliverer')[CHAT_ENVIRONMENT.postsPerSecond]).toBe('428');
    expect(environmentOf(template, 'FunctionsDispatcher')[CHAT_ENVIRONMENT.postsPerSecond]).toBe('428');
  });

  test('get only messages from the stream, report single failures, and leave what fails for good in a queue', () => {
    const [filter] = Object.values(plain.template.findResources('AWS::Lambda::EventSourceMapping', { Properties: { StartingPosition: 'TRIM_HORIZON' } }));
    const { FilterCriteria, DestinationConfig, ...rest } = filter.Properties;
    expect(JSON.parse(FilterCriteria.Filters[0].Pattern)).toEqual({
      eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { pk: { S: [{ prefix: 'MSG#' }] } } },
    });
    expect(DestinationConfig.OnFailure.Destination).toBeDefined();
    expect(rest).toMatchObject({ BisectBatchOnFunctionError: true, FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 3 });
  });

  test('that nobody asked for moderation do not know of any', () => {
    expect(environmentOf(plain.template, 'FunctionsActions')).not.toHaveProperty(CHAT_ENVIRONMENT.moderator);
  });

  test('ask the moderator, and may call it', () => {
    const stack = newStack();
    const { template } = made({ moderation: Moderation.failClosed(newFunction(stack)) }, stack);
    expect(environmentOf(template, 'FunctionsActions')).toMatchObject({ [CHAT_ENVIRONMENT.moderationFailure]: 'refuse', [CHAT_ENVIRONMENT.moderator]: expect.anything() });
    template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'lambda:InvokeFunction' })]) } });
  });

  test('store messages unseen when the moderator fails and that was chosen', () => {
    const stack = newStack();
    const { template } = made({ moderation: Moderation.failOpen(newFunction(stack)) }, stack);
    expect(environmentOf(template, 'FunctionsActions')).toMatchObject({ [CHAT_ENVIRONMENT.moderationFailure]: 'accept' });
  });

  test('post to the connections of this stage and to no others', () => {
    const policies = Object.values(plain.template.findResources('AWS::IAM::Policy')).flatMap(({ Properties: { PolicyDocument } }) => PolicyDocument.Statement);
    const resources = policies.filter(({ Action }) => Action === 'execute-api:ManageConnections').flatMap(({ Resource }) => Resource);
    expect(resources).toHaveLength(6);
    for (const resource of resources) expect(JSON.stringify(resource)).toMatch(/\/prod\/(POST|DELETE)\/@connections\/\*"/);
  });

  test('do not call back before they know where, and none of them makes the stage wait for itself', () => {
    const { template } = plain;
    const urls = ['Actions', 'Dispatcher', 'Deliverer', 'Replay'].map((name) => environmentOf(template, `Functions${name}`)[CHAT_ENVIRONMENT.callbackUrl]);
    for (const url of urls) expect(JSON.stringify(url)).toMatch(/https:\/\/.*execute-api.*\/prod"/);
  });
});

describe('times that have to fit together', () => {
  const seconds = (part: string): number => (
    Object.entries(plain.template.findResources(FUNCTION)).find(([id]) => id.includes(part))?.[1].Properties.Timeout
  );

  test('a number without a message is void for clients when no function can store it any more, with as much again for clocks', () => {
    expect(VOID_MS).toBeGreaterThanOrEqual(2 * (REBIND_AFTER_MS + 1_000 * seconds('FunctionsActions')));
  });

  test('clients ask again when no answer can come any more', () => {
    expect(Math.min(ACK_MS, JOIN_MS)).toBeGreaterThan(1_000 * seconds('FunctionsActions'));
  });

  test('nobody else has a task, or a dead letter, while a function works on it', () => {
    plain.template.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 6 * seconds('FunctionsDeliverer') });
    expect(OURS).toBeGreaterThan(seconds('FunctionsReplay'));
  });
});

describe('grants.broadcast', () => {
  test('tells a function where table and tasks are and how long messages stay, and lets it use both', () => {
    const stack = newStack();
    const chat = new ChatWebSocketApi(stack, CHAT_PATH);
    const backend = newFunction(stack);
    chat.grants.broadcast(backend);
    const template = Template.fromStack(stack);
    expect(environmentOf(template, '^Handler')).toEqual({ [CHAT_ENVIRONMENT.table]: expect.anything(), [CHAT_ENVIRONMENT.tasks]: expect.anything(), [CHAT_ENVIRONMENT.limits]: expect.stringContaining('"retentionDays":365') });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'sqs:SendMessage' }), Match.objectLike({ Action: Match.arrayWith(['dynamodb:PutItem']) })]) },
      Roles: [{ Ref: Match.stringLikeRegexp('^Handler') }],
    });
  });
});

/** One metric of an alarm. */
interface Watched { readonly MetricStat?: { readonly Metric: NamedMetric } }
interface NamedMetric { readonly Namespace: string; readonly MetricName: string; readonly Dimensions: object[] }

describe('alarms', () => {
  test('watch what waits, what is lost and what fails, and tell the same people as those of the API', () => {
    const { chat } = plain;
    expect(chat.alarms.all.map(({ node }) => node.id)).toEqual(['DeadLetters', 'TaskAge', 'StreamAge', 'ThrottledShare', 'FailureShare', 'FunctionErrorShare']);
  });

  test('go off when something is put aside, at once', () => {
    plain.template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('could not be delivered'), Threshold: 0, EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  test('go off, too, when clients are told that something does not work: the function that answers them does not fail then', () => {
    const [alarm] = Object.values(plain.template.findResources('AWS::CloudWatch::Alarm', {
      Properties: { AlarmDescription: Match.stringLikeRegexp('could not be answered') },
    }));
    const metrics = alarm.Properties.Metrics as { Id: string; Expression?: string; MetricStat?: { Metric: { MetricName: string } } }[];
    const id = metrics.find(({ MetricStat }) => MetricStat?.Metric.MetricName === CHAT_METRICS.unavailable)?.Id;
    expect(metrics.map(({ Expression }) => Expression).join()).toContain(`FILL(${id}, 0)`);
    expect(metrics.filter(({ MetricStat }) => MetricStat).length).toBeLessThanOrEqual(10); // AWS: metrics in one alarm
  });

  test('do not go off for what is told half a minute later on purpose', () => {
    plain.template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmDescription: Match.stringLikeRegexp('age of the oldest delivery task'), Threshold: 60 });
  });

  test('look at metrics that are written, each by its own name', () => {
    const own = Object.values(plain.template.findResources('AWS::CloudWatch::Alarm'))
      .flatMap(({ Properties: { Metrics = [] } }) => Metrics as Watched[])
      .flatMap(({ MetricStat }) => MetricStat?.Metric.Namespace === 'Gatehouse/Chat' ? [MetricStat.Metric] : []);
    expect(new Set(own.map(({ MetricName }) => MetricName))).toEqual(new Set(['Delivered', 'Gone', 'Throttled', 'DeliveryFailures', 'Unavailable']));
    for (const { Dimensions } of own) expect(Dimensions).toEqual([{ Name: CHAT_DIMENSION, Value: environmentOf(plain.template, 'FunctionsDeliverer')[CHAT_ENVIRONMENT.metricsApi] }]);
  });

  test('have thresholds that can be changed one by one', () => {
    const { chat, template } = made({ chatAlarms: { taskAge: AlarmThreshold.above(300), failureShare: AlarmThreshold.off() } });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmDescription: Match.stringLikeRegexp('age of the oldest delivery task'), Threshold: 300 });
    expect(chat.alarms.failureShare).toBeUndefined();
  });

  test('are off together with those of the API', () => {
    const { chat, template } = made({ alarms: Alarms.off() });
    expect(chat.alarms.all).toEqual([]);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});

test('the dashboard shows deliveries, their latency and what waits, below what it shows of the API', () => {
  const [dashboard] = Object.values(plain.template.findResources('AWS::CloudWatch::Dashboard'));
  const body = JSON.stringify(dashboard);
  for (const title of ['Deliveries', 'From stored to delivered', 'Lost and throttled posts', 'Messages', 'Waiting', 'How far behind']) expect(body).toContain(title);
});

test('a chat without a dashboard has none', () => {
  made({ dashboard: Dashboard.off() }).template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
});

test('two chats are in one stack', () => {
  const stack = new Stack(new App(), 'Stack');
  new ChatWebSocketApi(stack, 'One');
  new ChatWebSocketApi(stack, 'Other');
  expect(nagFindings(stack)).toEqual([]);
});

/** The environment of the one function whose logical id matches this. */
function environmentOf(template: Template, part: string): { [name: string]: unknown } {
  const [found] = Object.entries(template.findResources(FUNCTION)).filter(([id]) => id.search(part) >= 0);
  return found[1].Properties.Environment.Variables;
}
