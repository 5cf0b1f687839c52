/** What a document asks of callers in one of the ways it allows: scopes (or roles) by security scheme. Empty where anybody may call. */
export interface SecurityRequirement {
  readonly [scheme: string]: string[];
}

/** One operation of an OpenAPI document. */
export interface OpenApiOperation {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly operationId?: string;
  /** The operation's own, or else the document's; none where neither says anything. */
  readonly security?: SecurityRequirement[];
  /** `GET /orders (line 12)`; without the line where there are no lines. */
  readonly place: string;
}

/** What an OpenAPI document says about routes. */
export interface OpenApiReading {
  /** The title: text, or something that becomes text at deployment. */
  readonly title: unknown;
  readonly operations: OpenApiOperation[];
  /** The extensions of API Gateway in it, each name once. */
  readonly extensions: string[];
}

/** Either what a document says or, in words that name the place, what is wrong with it. */
export type OpenApiResult =
  | { readonly kind: 'read'; readonly reading: OpenApiReading }
  | { readonly kind: 'unsupported'; readonly given: string }
  | { readonly kind: 'unresolved'; readonly places: string[] }
  | { readonly kind: 'invalid'; readonly problems: string[] };

/** Whether a value, or the name of a member, is only known later. */
export type IsUnknown = (value: unknown) => boolean;
