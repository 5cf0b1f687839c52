import { deliverEvent, QueueAnswer, QueueEvent } from './deliverer';
import type { Environment } from '../../shared/environment';
import { deliveryPortsIn, FunctionContext } from '../fan-out/wiring';

export function delivererHandler(environment: Environment): (event: QueueEvent, context: FunctionContext) => Promise<QueueAnswer> {
  const portsFor = deliveryPortsIn(environment);
  return (event, context) => deliverEvent(event, portsFor(context));
}
