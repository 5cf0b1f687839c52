import type { Rollout } from './rollout';

/** The metric that counts the requests of the canary. */
export interface RequestsMetric { readonly namespace: string; readonly metricName: string }

type Properties = Readonly<Record<string, unknown>>;

const SECOND = 1_000;

/**
 * What the template tells of a release. CloudFormation makes text of numbers. While a stack rolls back we may be told by the template of another
 * version: names we do not know are passed over, and those that were not there from the beginning need not be there.
 */
export function readRollout(resourceProperties: unknown): Rollout {
  const properties = Object(resourceProperties) as Properties;
  return {
    restApiId: text(properties, 'RestApiId'),
    stageName: text(properties, 'StageName'),
    deploymentId: text(properties, 'DeploymentId'),
    variables: texts(properties, 'StageVariables'),
    isManual: choice(properties, 'Mode', ['steps', 'manual']) === 'manual',
    steps: steps(properties),
    bakeMs: number(properties, 'BakeSeconds') * SECOND,
    deadlineMs: number(properties, 'DeadlineSeconds') * SECOND,
    alarms: list(properties, 'AlarmNames').map((name) => asText(name, 'AlarmNames')),
    minimumRequests: number(properties, 'MinimumRequests', 0),
    takesOver: choice(properties, 'OnForeignCanary', ['fail', 'takeOver']) === 'takeOver',
    failsOnDrift: choice(properties, 'OnDrift', ['continue', 'fail']) === 'fail',
  };
}

/** Nothing if none is named. */
export function readRequestsMetric(resourceProperties: unknown): RequestsMetric | undefined {
  const { RequestsMetric: metric } = Object(resourceProperties) as Properties;
  if (metric === undefined) return undefined;
  const named = Object(metric) as Properties;
  return { namespace: text(named, 'Namespace', 'RequestsMetric.'), metricName: text(named, 'MetricName', 'RequestsMetric.') };
}

function steps(properties: Properties): number[] {
  const percentages = list(properties, 'Steps').map((step) => asNumber(step, 'Steps'));
  if (percentages.length === 0 || percentages.some((percent) => percent <= 0 || percent > 100)) throw unreadable('Steps', properties.Steps);
  return percentages;
}

function text(properties: Properties, name: string, path = ''): string {
  return asText(properties[name], path + name);
}

function asText(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw unreadable(name, value);
}

function number(properties: Properties, name: string, otherwise?: number): number {
  const value = properties[name];
  return value === undefined && otherwise !== undefined ? otherwise : asNumber(value, name);
}

/** `Number('')` is 0, so that it is looked at first. */
function asNumber(value: unknown, name: string): number {
  const result = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : NaN;
  if (Number.isFinite(result) && result >= 0) return result;
  throw unreadable(name, value);
}

/** The first one if nothing is said. */
function choice<T extends string>(properties: Properties, name: string, choices: readonly [T, ...T[]]): T {
  const value = properties[name] ?? choices[0];
  const chosen = choices.find((one) => one === value);
  if (chosen === undefined) throw unreadable(name, value);
  return chosen;
}

/** The template leaves empty ones out. */
function list(properties: Properties, name: string): readonly unknown[] {
  const value = properties[name] ?? [];
  if (!Array.isArray(value)) throw unreadable(name, value);
  return value;
}

function texts(properties: Properties, name: string): Record<string, string> {
  const value = properties[name] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw unreadable(name, value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asText(one, `${name}.${key}`)]));
}

function unreadable(name: string, value: unknown): TypeError {
  return new TypeError(`the property ${name} of the canary cannot be ${JSON.stringify(value) ?? 'left out'}`);
}
