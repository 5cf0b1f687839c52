import { once } from 'node:events';
import { AddressInfo, connect, createServer, Server, Socket } from 'node:net';

/** Stands between the pages and the chat, and can be cut: connections end as they do when a network goes away, without a word. */
export class Cable {
  static async to(url: string): Promise<Cable> {
    const cable = new Cable(new URL(url));
    cable.server.listen(0, 'localhost');
    await once(cable.server, 'listening');
    return cable;
  }

  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly target: URL) {
    this.server = createServer((socket) => {
      const other = connect(Number(target.port), target.hostname);
      [socket, other].forEach((end) => this.sockets.add(end.on('error', () => undefined)));
      socket.pipe(other).pipe(socket);
    });
  }

  get url(): string {
    const url = new URL(this.target);
    url.hostname = 'localhost';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href.replace(/\/$/, '');
  }

  /** Everybody who is connected is not any more. New connections are taken. */
  cut(): void {
    this.sockets.forEach((socket) => socket.destroy());
    this.sockets.clear();
  }

  stop(): void {
    this.cut();
    this.server.close();
  }
}
