import { connect, type Socket } from 'node:net';
import type { StoreFile } from './store-file.ts';

/**
 * Opens a line to the store that a file names and waits for its greeting. The kernel closes the line with the
 * process that holds it, however that ends: open lines are the store's list of living clients.
 *
 * @returns `null` when nobody is there or somebody else is.
 */
export function openStoreLine({ line, greeting }: StoreFile, patience: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: line });
    let heard = '';
    const give = (answer: Socket | null) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => socket.destroy());
      if (answer === null) socket.destroy();
      else socket.resume();
      resolve(answer);
    };
    const timer = setTimeout(() => give(null), patience);
    socket.setEncoding('utf8');
    socket.on('error', () => give(null));
    socket.on('close', () => give(null));
    socket.on('data', (chunk) => {
      heard += chunk;
      if (heard === `${greeting}\n`) give(socket);
      else if (!`${greeting}\n`.startsWith(heard)) give(null);
    });
  });
}
