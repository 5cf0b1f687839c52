/** What a function writes to its log while a test runs. */
export class CapturedLog {
  private written = '';

  constructor() {
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      this.written += String(chunk);
      return true;
    });
  }

  public get text(): string {
    return this.written;
  }

  public lines(): object[] {
    return this.written.trim().split('\n').filter((line) => line !== '').map((line): object => JSON.parse(line));
  }
}
