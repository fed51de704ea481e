import { converseAnswer } from '../../../datasources/bedrock/converse-answer.ts';
import { converseInput } from '../../../datasources/bedrock/converse-input.ts';
import { answerRequest } from '../../../src/bedrock-local/answer-request.ts';
import { extract } from '../../../src/bedrock-local/engine/extract.ts';
import type { Engine } from '../../../src/bedrock-local/engine-input.ts';
import { estimateTokens } from '../../../src/insight/estimate-tokens.ts';
import type { InsightModel, ModelRequest } from '../../../src/insight/insight-model.ts';
import { ModelUnavailable } from '../../../src/insight/insight-model.ts';

/** The local Bedrock without its socket: the same bytes in, the same bytes out. Keeps what it was asked. */
export class WiredModel implements InsightModel {
  /** With its faults, whatever the tenant has set: `phield-extractive:injection-obeying+blind-guardrail`. */
  model = 'phield-extractive';
  engine: Engine = extract;
  readonly asked: ModelRequest[] = [];

  async ask(request: ModelRequest) {
    this.asked.push(request);
    const began = performance.now();
    const { modelId: _, ...body } = converseInput(request);
    const answer = answerRequest(
      {
        method: 'POST',
        path: `/model/${encodeURIComponent(this.model)}/converse`,
        authorization: 'Bearer in-process',
        body: Buffer.from(JSON.stringify(body)),
      },
      this.engine,
      () => performance.now(),
    );
    if (answer.status !== 200) throw new ModelUnavailable('UNAVAILABLE');
    const output = JSON.parse(Buffer.concat(answer.chunks).toString());
    const asked = request.evidence.reduce((sum, { text }) => sum + estimateTokens(text), 0);
    const read = converseAnswer(output, request.settings.model, asked);
    return { ...read, milliseconds: performance.now() - began };
  }
}
