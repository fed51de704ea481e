import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';

/** Mounts a device of some megabytes over a directory. @returns false where that is not permitted. */
export function mountSmall(directory: string, megabytes: number): boolean {
  if (process.platform !== 'linux') return false;
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', directory];
  return spawnSync('mount', options).status === 0;
}

export function unmount(directory: string): void {
  spawnSync('umount', ['--lazy', directory]);
}

/** Takes every byte the device has left. */
export async function fill(path: string): Promise<void> {
  for (let size = 8 * 1024 * 1024; size >= 512; size /= 2) {
    for (let full = false; !full; ) {
      full = await writeFile(path, Buffer.alloc(size), { flag: 'a' }).then(
        () => false,
        () => true,
      );
    }
  }
}
