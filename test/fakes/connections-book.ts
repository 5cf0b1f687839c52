/** One frame that reached a connection. */
export interface Delivery {
  /** The how-manyth of all deliveries, over all connections. */
  readonly order: number;
  /** Milliseconds since 1970, with fractions: comparable between processes of one machine. */
  readonly at: number;
  /** What was posted; not there when the endpoint was told not to keep it. */
  readonly frame?: string;
}

/**
 * What a connection does instead of taking frames. `slow`: 429, its buffer is full. `spurious`: 410, although the frame arrives. `hang`: no answer.
 * `error`: 500. `reset`: the socket is closed without an answer.
 */
export type Misbehaviour = 'slow' | 'spurious' | 'hang' | 'error' | 'reset';

/** One open connection, and what it got. */
export interface Connected {
  readonly connectedAt: number;
  readonly deliveries: Delivery[];
  misbehaviour?: { readonly kind: Misbehaviour; times: number };
}

/** Fifteen characters of base64url and one `=`: what ids of API Gateway look like. */
const ID = /^[A-Za-z0-9_-]{15}=$/;

/** A well-formed id, the same for the same number. */
export function connectionId(number: number): string {
  return `${number.toString(36).padStart(15, 'A')}=`;
}

export function isConnectionId(text: string): boolean {
  return ID.test(text);
}

/** Who is connected, and what reached whom: also those that have gone since. */
export class ConnectionsBook {
  private readonly open = new Map<string, Connected>();
  private readonly closed = new Map<string, Connected>();
  private delivered = 0;

  constructor(private readonly keepFrames: boolean) {}

  public connect(ids: readonly string[]): void {
    const malformed = ids.find((id) => !isConnectionId(id));
    if (malformed !== undefined) throw new TypeError(`API Gateway makes no ids like ${malformed}: take connectionId(number)`);
    for (const id of ids) this.open.set(id, { connectedAt: Date.now(), deliveries: [] });
  }

  /** Whether it was there. */
  public disconnect(id: string): boolean {
    const connected = this.open.get(id);
    if (connected) this.closed.set(id, connected);
    return this.open.delete(id);
  }

  public find(id: string): Connected | undefined {
    return this.open.get(id);
  }

  public misbehave(id: string, kind: Misbehaviour, times: number): void {
    const connected = this.open.get(id);
    if (!connected) throw new TypeError(`${id} is not connected`);
    connected.misbehaviour = { kind, times };
  }

  public behave(id: string): void {
    const connected = this.open.get(id);
    if (connected) connected.misbehaviour = undefined;
  }

  public deliver(to: Connected, frame: () => string): void {
    this.delivered += 1;
    const at = performance.timeOrigin + performance.now();
    to.deliveries.push({ order: this.delivered, at, ...this.keepFrames && { frame: frame() } });
  }

  public deliveries(id: string): readonly Delivery[] {
    return [...this.closed.get(id)?.deliveries ?? [], ...this.open.get(id)?.deliveries ?? []];
  }

  /** How many frames each open connection got. */
  public counts(): ReadonlyMap<string, number> {
    return new Map([...this.open].map(([id, { deliveries }]) => [id, deliveries.length]));
  }

  /** When every frame arrived: all connections together, in no order. */
  public arrivals(): Float64Array {
    return Float64Array.from([...this.closed.values(), ...this.open.values()].flatMap(({ deliveries }) => deliveries.map(({ at }) => at)));
  }

  /** Forget what was delivered, not who is connected. */
  public forgetDeliveries(): void {
    this.closed.clear();
    for (const connected of this.open.values()) connected.deliveries.length = 0;
  }

  public ids(): readonly string[] {
    return [...this.open.keys()];
  }
}
