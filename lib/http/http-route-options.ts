import { Duration } from 'aws-cdk-lib';
import { HttpParameterMapping } from '../routes/parameter-mapping';
import { Authorization } from '../security/authorization';
import { Throttle } from '../traffic/throttle';

/** Everything about a route of an HTTP API besides its key and its backend. */
export interface HttpRouteOptions {
  /**
   * Who may call this route.
   *
   * @default - the authorization of the API
   */
  readonly authorization?: Authorization;

  /**
   * A throttle of its own. All callers of the route share it.
   *
   * @default - the throttle of the API
   */
  readonly throttle?: Throttle;

  /**
   * How long API Gateway waits for the backend: 50 ms to 30 s (AWS: "Maximum integration timeout" of HTTP APIs, which cannot be raised).
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;

  /**
   * What API Gateway changes about requests on their way to the backend, and about answers on their way back.
   *
   * @default - nothing
   */
  readonly mapping?: HttpParameterMapping;
}
