import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { alarmResource, windowOf } from './alarm-window';
import type { CanaryPlan } from './canary';
import { refuse, warn } from '../core/refuse';

/** Whether an alarm can end a release in time, and does not end the next one too; as far as the app knows the alarm. */
export function checkAlarm(scope: Construct, alarm: IAlarm, { mode, bake }: CanaryPlan): void {
  const known = alarmResource(alarm);
  if (!known) return;
  const path = alarm.node.path;
  const timing = windowOf(known);
  if (mode === 'steps' && timing && timing.enough > bake.toSeconds()) {
    refuse('canary-alarm-slower-than-bake', { alarm: path, bake: bake.toSeconds(), ...timing }, scope);
  }
  if (known.treatMissingData === 'ignore') warn(scope, 'canary-alarm-ignores-missing-data', { alarm: path });
}
