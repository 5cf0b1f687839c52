import { Duration } from 'aws-cdk-lib';
import { Throttle } from '../traffic/throttle';

/**
 * What a message must look like before the backend sees it. API Gateway answers others with
 * `{"message": "Invalid request body", "connectionId": "…", "requestId": "…"}` (AWS: "Request validation for WebSocket APIs in API Gateway").
 */
export interface WebSocketMessageSchema {
  /**
   * A JSON schema (draft 4) for the whole message, the field that selects the route included. Checked while the app is synthesised.
   *
   * @default - any message
   */
  readonly body?: { [keyword: string]: any };
}

/** Everything about a route of a WebSocket API besides its key and its backend. Who may send is decided when somebody connects. */
export interface WebSocketRouteOptions {
  /**
   * Send what the backend answers back to whoever sent the message, on the same connection. Nothing says which message it answers:
   * let clients number their messages, and backends repeat the number.
   *
   * @default - false; true for a mock that has a body
   */
  readonly reply?: boolean;

  /**
   * What messages must look like.
   *
   * @default {}
   */
  readonly request?: WebSocketMessageSchema;

  /**
   * A throttle of its own. All connections share it.
   *
   * @default - the throttle of the API
   */
  readonly throttle?: Throttle;

  /**
   * How long API Gateway waits for the backend: 50 ms to 29 s (AWS: "Integration timeout" of WebSocket APIs, which cannot be raised).
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;
}
