import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { idOf } from './connect-stack';
import { findingMessage } from '../../../lib/core/findings';
import { ApiTickets, ApiTicketsProps } from '../../../lib/security/connect/api-tickets';
import { FLAGS, nagFindings, newStack } from '../../helpers/apps';

function ticketsStack(props?: ApiTicketsProps): { stack: Stack; tickets: ApiTickets; template(): Template } {
  const stack = newStack();
  return { stack, tickets: new ApiTickets(stack, 'Tickets', props), template: () => Template.fromStack(stack) };
}

test('tickets are in a table of their own that is paid by use, forgets by itself and goes with the stack', () => {
  const { template } = ticketsStack();
  template().hasResource('AWS::DynamoDB::Table', {
    Properties: {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    },
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
  });
});

test('the function that gives them out knows its terms, and zero props give thirty seconds for whom "sub" names', () => {
  const { template, tickets } = ticketsStack();
  template().hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { TICKET_TABLE: { Ref: idOf(tickets.table) }, TICKET_LIFETIME: '30', TICKET_USER_CLAIM: 'sub', TICKET_CLAIMS: Match.absent() } },
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    TracingConfig: { Mode: 'Active' },
  });
});

test('lifetime and claims are told to the function', () => {
  const { template } = ticketsStack({ lifetime: Duration.minutes(1), userClaim: 'username', claims: ['email', 'cognito:groups'] });
  template().hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ TICKET_LIFETIME: '60', TICKET_USER_CLAIM: 'username', TICKET_CLAIMS: 'email\ncognito:groups' }) },
  });
});

test('the function may put tickets into this table, write its log, trace and nothing else', () => {
  const { template, tickets } = ticketsStack();
  template().hasResourceProperties('AWS::IAM::Role', {
    ManagedPolicyArns: Match.absent(),
    Policies: [{
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
          { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: { 'Fn::GetAtt': [idOf(tickets.table), 'Arn'] } },
        ],
      },
    }],
  });
  template().hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Resource: '*' }] },
  });
  template().hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
});

test.each([5, 300])('a ticket may live %d s', (seconds) => {
  expect(() => ticketsStack({ lifetime: Duration.seconds(seconds) })).not.toThrow();
});

test.each([[Duration.seconds(4), '4 s'], [Duration.seconds(301), '301 s'], [Duration.millis(7500), '7.5 s'], [Duration.days(1), '86400 s']])(
  'a ticket that lives %s is refused', (lifetime, given) => {
    expect(() => ticketsStack({ lifetime })).toThrow(findingMessage('ticket-lifetime-out-of-range', { given }));
  });

test('a lifetime that is only known at deployment is refused, as nobody could tell what it would open', () => {
  expect(() => ticketsStack({ lifetime: Duration.seconds(Lazy.number({ produce: () => 30 })) })).toThrow(/ticket-lifetime-out-of-range.*at deployment only/);
});

test.each<ApiTicketsProps>([{ userClaim: '' }, { claims: ['email', ' '] }, { claims: ['email\nadmin'] }])('claims that are none are refused: %j', (props) => {
  expect(() => ticketsStack(props)).toThrow(/ticket-claim-malformed/);
});

test.each(FLAGS)('cdk-nag finds nothing wrong with tickets %s', (_, props) => {
  const stack = newStack(props);
  new ApiTickets(stack, 'Tickets');
  expect(nagFindings(stack)).toEqual([]);
});
