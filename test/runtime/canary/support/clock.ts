/** The time of a test: it stands still until somebody moves it, also for whoever asks `Date.now()`. */
export class Clock {
  constructor(private at: number) {
    jest.spyOn(Date, 'now').mockImplementation(() => this.at);
  }

  public readonly now = (): number => this.at;

  public moveTo(at: number): void {
    this.at = Math.max(this.at, at);
  }
}
