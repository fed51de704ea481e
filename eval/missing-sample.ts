/** A sample that a part needs is not there. */
export class MissingSample extends Error {
  constructor(name: string) {
    super(`no ${name} among the samples; set PHIELD_SAMPLES to the folder of the archives`);
    this.name = 'MissingSample';
  }
}
