import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';

export interface ProfileRecording {
  /** Ends the recording and writes it where V8's tools read it. */
  save(file: string): Promise<void>;
}

/** Samples this process every 200 µs from now on: the load alone, neither start nor end of the server. */
export async function recordProfile(): Promise<ProfileRecording> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  return {
    save: async (file) => {
      const { profile } = await session.post('Profiler.stop');
      session.disconnect();
      await writeFile(file, JSON.stringify(profile));
    },
  };
}
