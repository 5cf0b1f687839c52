import { HttpRouteOptions } from './http-route-options';
import { Authorization } from '../security/authorization';

/** What an OpenAPI document leaves open about its routes. */
export interface OpenApiOptions {
  /**
   * What the security schemes of the document mean, by their names there.
   *
   * An operation that asks for one gets its authorization, with the scopes it asks for (instead of those the authorization has itself).
   * One that says nothing about callers, in a document that says nothing either, gets the authorization of the API.
   *
   * @default {}
   */
  readonly authorizations?: { [securityScheme: string]: Authorization };

  /**
   * What single operations do otherwise, by `operationId`: throttles, timeouts, mappings. An `authorization` here wins over the document.
   *
   * Needed for operations the document opens to everybody: a document alone opens nothing.
   * `{ getHealth: { authorization: Authorization.none('load balancers ask without credentials') } }`
   *
   * @default {}
   */
  readonly routes?: { [operationId: string]: HttpRouteOptions };
}
