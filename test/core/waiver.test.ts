import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { guardOff, guardOn, GUARDS, guardWaived } from '../../lib/core/guards';
import { Waiver } from '../../lib/core/waiver';

function resource(): CfnResource {
  return new CfnResource(new Stack(new App(), 'Stack'), 'Thing', { type: 'AWS::Thing' });
}

function acknowledgedOn(construct: IConstruct): string[] {
  return construct.node.metadata
    .filter((entry) => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap((entry) => Object.keys(entry.data));
}

describe('a waiver', () => {
  test.each(['', '  '])('with the empty reason "%s" is refused', (reason) => {
    expect(() => Waiver.record(resource(), { control: 'WAF', reason })).toThrow(/waiver-without-reason.*WAF/);
  });

  test('acknowledges exactly its rules, on exactly its construct', () => {
    const thing = resource();
    Waiver.record(thing, { control: 'WAF', reason: 'internal tool', rules: ['AwsSolutions-APIG3'] });
    expect(acknowledgedOn(thing)).toEqual([expect.stringMatching(/AwsSolutions-APIG3$/)]);
    expect(acknowledgedOn(thing.stack)).toEqual([]);
  });

  test('is listed with its path by every scope above it', () => {
    const thing = resource();
    Waiver.record(thing, { control: 'WAF', reason: 'internal tool' });
    expect(Waiver.within(thing.stack)).toEqual([expect.objectContaining({ path: 'Stack/Thing', control: 'WAF', reason: 'internal tool', rules: [] })]);
  });
});

describe('a guard', () => {
  test('that is waived acknowledges the rules of the catalogue', () => {
    const waiver = guardWaived(resource(), 'authorization', 'public price list');
    expect(waiver.rules).toEqual([...GUARDS.authorization.rules]);
  });

  test.each([
    [(thing: CfnResource) => guardOn(thing, 'waf', '4 rules'), { guard: 'waf', state: 'on', detail: '4 rules' }],
    [(thing: CfnResource) => guardOff(thing, 'alarms'), { guard: 'alarms', state: 'off', detail: '' }],
    [(thing: CfnResource) => guardWaived(thing, 'tracing', 'none needed'), { guard: 'tracing', state: 'waived', detail: 'none needed' }],
  ])('leaves its state in the assembly', (record, status) => {
    const thing = resource();
    record(thing);
    expect(thing.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-gatehouse:guard', data: status }));
  });
});
