import { App, Aws, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiKey } from 'aws-cdk-lib/aws-apigateway';
import { TierKey } from '../../lib/traffic/tier-key';

const stack = () => new Stack(new App(), 'Stack');

test('a generated key is made, enabled and described by its name', () => {
  const scope = stack();
  TierKey.generated('mobile-app')._bind(scope, 'Key');
  Template.fromStack(scope).hasResourceProperties('AWS::ApiGateway::ApiKey', { Enabled: true, Description: 'mobile-app' });
});

test('a generated key can be described and disabled', () => {
  const scope = stack();
  TierKey.generated('mobile-app', { description: 'the shop app', enabled: false })._bind(scope, 'Key');
  Template.fromStack(scope).hasResourceProperties('AWS::ApiGateway::ApiKey', { Enabled: false, Description: 'the shop app' });
});

test('no value of a generated key stands in the template', () => {
  const scope = stack();
  TierKey.generated('mobile-app')._bind(scope, 'Key');
  const [key] = Object.values(Template.fromStack(scope).findResources('AWS::ApiGateway::ApiKey'));
  expect(Object.keys(key.Properties)).toEqual(['Description', 'Enabled']);
});

test('an existing key is not made again', () => {
  const scope = stack();
  expect(TierKey.existing('partner', 'abc123')._bind(scope, 'Key').keyId).toBe('abc123');
  Template.fromStack(scope).resourceCountIs('AWS::ApiGateway::ApiKey', 0);
});

test('the id of an existing key may be known at deployment only', () => {
  expect(TierKey.existing('partner', Aws.STACK_NAME)._bind(stack(), 'Key').keyId).toBe(Aws.STACK_NAME);
});

test('a key made elsewhere is used as it is', () => {
  const scope = stack();
  const apiKey = new ApiKey(scope, 'Mine');
  expect(TierKey.fromApiKey('partner', apiKey)._bind(scope, 'Key')).toBe(apiKey);
});

test.each(['', 'mobile app', 'a/b', '-a', 'ä'])('a key cannot be called "%s"', (name) => {
  expect(() => TierKey.generated(name)).toThrow(/^usage-name-malformed: the name of an API key is made of/);
  expect(() => TierKey.existing(name, 'abc123')).toThrow(/^usage-name-malformed/);
});
