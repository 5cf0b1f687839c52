/** What API Gateway shows the authorizer of `$connect`, as far as we look at it. Header names are written as the client wrote them. */
export interface ConnectEvent {
  readonly methodArn?: string;
  readonly headers?: { readonly [name: string]: string | undefined } | null;
  readonly multiValueHeaders?: { readonly [name: string]: readonly string[] | undefined } | null;
  readonly queryStringParameters?: { readonly [name: string]: string | undefined } | null;
  readonly requestContext?: { readonly requestId?: string };
}

/** The one value of a header; nothing when it is missing, and when there are several, of which nobody could say which one counts. */
export function header(event: ConnectEvent, name: string): string | undefined {
  const values = valuesOf(event, name);
  return values.length === 1 ? values[0] : undefined;
}

/** A list of words in one header or in several of the name, which means the same (RFC 9110, "Field Lines and Combined Field Value"). */
export function listed(event: ConnectEvent, name: string): string[] {
  return valuesOf(event, name).flatMap((value) => value.split(',')).map((word) => word.trim()).filter((word) => word !== '');
}

export function query({ queryStringParameters }: ConnectEvent, name: string): string {
  return queryStringParameters?.[name] ?? '';
}

function valuesOf({ headers, multiValueHeaders }: ConnectEvent, name: string): string[] {
  const all = Object.entries(multiValueHeaders ?? {}).filter(([one]) => isSame(one, name)).flatMap(([, values]) => values ?? []);
  return all.length > 0 ? all : Object.entries(headers ?? {}).filter(([one]) => isSame(one, name)).flatMap(([, value]) => value ?? []);
}

function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}
