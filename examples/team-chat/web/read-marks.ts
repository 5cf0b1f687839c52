/** Every mark goes to everybody in the room, which costs more than messages do: one now, and then one in this time. */
const EVERY_MS = 10_000;

/** What was read, told now and then. */
export class ReadMarks {
  private readonly waiting = new Map<string, number>();
  private readonly pauses = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly tell: (room: string, seq: number) => void) {}

  say(room: string, seq: number): void {
    this.waiting.set(room, seq);
    if (!this.pauses.has(room)) this.next(room);
  }

  /** Nobody looks any more: what has not been told is told now. */
  flush(): void {
    for (const [room, seq] of this.waiting) this.tell(room, seq);
    this.waiting.clear();
  }

  private next(room: string): void {
    const seq = this.waiting.get(room);
    this.waiting.delete(room);
    if (seq === undefined) return void this.pauses.delete(room);
    this.tell(room, seq);
    this.pauses.set(room, setTimeout(() => this.next(room), EVERY_MS));
  }
}
