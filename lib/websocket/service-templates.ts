import { RoutePlace } from './integration-plan';
import { Encoding, FORM, JSON_TEXT, writeExpression } from './message-expression';

/** What a place in a request is filled with: an expression as users of a backend write it, or as Velocity does. */
interface Filling { readonly expression?: string; readonly velocity?: string }

/** A JSON document with fillings for texts. What is undefined is left out. */
type Shape = Filling | undefined | readonly Shape[] | { readonly [name: string]: Shape };

/** A fixed text, or an expression such as `$context.connectionId`. */
export function text(expression: string): Filling {
  return { expression };
}

/** The same, or nothing. */
export function textIfGiven(expression?: string): Filling | undefined {
  return expression === undefined ? undefined : { expression };
}

/** What the service is told. */
export const MESSAGE: Filling = { velocity: '$message' };
/** Whom an answer can be sent to. */
export const CONNECTION: Filling = { velocity: '$context.connectionId' };

/** A request of the query protocol: a form. */
export function formTemplate(fields: { readonly [name: string]: Filling | undefined }, place: RoutePlace): string {
  const rows = Object.entries(fields).flatMap(([name, filling]) => filling ? [`${name}=${fill(filling, FORM, place)}`] : []);
  return setMessage(place) + rows.join('&');
}

/** A request of a JSON protocol, which tells a service that takes texts the message as it came. */
export function jsonTemplate(shape: Shape, place: RoutePlace): string {
  return setMessage(place) + writeJson(shape, place);
}

/** The same for a service that takes nothing besides the message: the id of the connection goes into it, `{ connectionId, body }`. */
export function envelopeTemplate(shape: Shape, place: RoutePlace): string {
  return setMessage(place) + (place.lifecycle ? '' : WRAP) + writeJson(shape, place);
}

/** Velocity has no escaping in texts, so a quotation mark comes from a variable. */
const QUOTE = '#set($q = \'"\')';

/** AWS: "WebSocket API mapping template reference for API Gateway". */
const LIFECYCLE = `${QUOTE}#set($message = "${documentOf({
  eventType: '${q}$context.eventType${q}', connectionId: '${q}$context.connectionId${q}', connectedAt: '$context.connectedAt',
})}")`;

const WRAP = `${QUOTE}#set($text = ${JSON_TEXT.value('$message')})#set($message = "${documentOf({
  connectionId: '${q}$context.connectionId${q}', body: '${q}$text${q}',
})}")`;

function documentOf(values: { readonly [name: string]: string }): string {
  return `{${Object.entries(values).map(([name, value]) => `\${q}${name}\${q}:${value}`).join(',')}}`;
}

function setMessage({ lifecycle }: RoutePlace): string {
  return lifecycle ? LIFECYCLE : '#set($message = $input.body)';
}

function writeJson(shape: Shape, place: RoutePlace): string {
  if (isList(shape)) return `[${shape.map((item) => writeJson(item, place)).join(',')}]`;
  if (isFilling(shape)) return `"${fill(shape, JSON_TEXT, place)}"`;
  const entries = Object.entries(shape ?? {}).filter(([, value]) => value !== undefined);
  return `{${entries.map(([name, value]) => `"${name}":${writeJson(value, place)}`).join(',')}}`;
}

function fill({ expression, velocity = '' }: Filling, encoding: Encoding, place: RoutePlace): string {
  return expression === undefined ? encoding.value(velocity) : writeExpression(expression, encoding, place);
}

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

function isFilling(shape: Shape): shape is Filling {
  const { expression, velocity } = (shape ?? {}) as Filling;
  return typeof expression === 'string' || typeof velocity === 'string';
}
