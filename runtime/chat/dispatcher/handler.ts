import { dispatchEvent, StreamAnswer, StreamEvent } from './dispatcher';
import type { Environment } from '../../shared/environment';
import { deliveryPortsIn, FunctionContext } from '../fan-out/wiring';

export function dispatcherHandler(environment: Environment): (event: StreamEvent, context: FunctionContext) => Promise<StreamAnswer> {
  const portsFor = deliveryPortsIn(environment);
  return (event, context) => dispatchEvent(event, portsFor(context));
}
