import { useState } from 'preact/hooks';
import { Badge } from '../../../../src/console/page/parts/badge.tsx';
import { Choice } from '../../../../src/console/page/parts/choice.tsx';
import { Dialog } from '../../../../src/console/page/parts/dialog.tsx';
import { Download } from '../../../../src/console/page/parts/download.tsx';
import { Empty } from '../../../../src/console/page/parts/empty.tsx';
import { Facts } from '../../../../src/console/page/parts/facts.tsx';
import { Failure } from '../../../../src/console/page/parts/failure.tsx';
import { Figures } from '../../../../src/console/page/parts/figures.tsx';
import { type HeatLevel, HeatMap } from '../../../../src/console/page/parts/heat-map.tsx';
import { Loading } from '../../../../src/console/page/parts/loading.tsx';
import { Plot } from '../../../../src/console/page/parts/plot.tsx';
import { Section } from '../../../../src/console/page/parts/section.tsx';
import { SelectField } from '../../../../src/console/page/parts/select-field.tsx';
import { Table } from '../../../../src/console/page/parts/table.tsx';
import { TextField } from '../../../../src/console/page/parts/text-field.tsx';
import { Timeline } from '../../../../src/console/page/parts/timeline.tsx';

const ROLES = ['PHYSICIAN', 'NURSE', 'PHARMACIST', 'BILLING', 'RESEARCHER', 'PATIENT'];
const CATEGORIES = ['DEMOGRAPHICS', 'CONTACT', 'LAB', 'MEDICATION', 'GENOMIC', 'CLINICAL_NOTE'];
const LEVELS: readonly HeatLevel[] = ['whole', 'masked', 'glass', 'denied'];
const DAYS = Array.from({ length: 30 }, (_, at) =>
  new Date(Date.UTC(2024, 0, at + 1)).toISOString().slice(0, 10),
);
const SERIES = ROLES.map((name, at) => ({
  name,
  values: DAYS.map((_, day) => Math.round(4_000 * (1 + Math.sin((day + at * 3) / 4)) + at * 900)),
}));

/** Every part once, as no page of today may show it. */
export function Parts() {
  const [cell, setCell] = useState<readonly [string, string] | null>(null);
  const [text, setText] = useState('');
  const [choice, setChoice] = useState('one');
  return (
    <main id="content">
      <h1>Parts</h1>
      <Section title="Heat map" about="By category and role.">
        <HeatMap
          caption="The most that a role gets"
          rows={CATEGORIES.map((key) => ({ key, label: key }))}
          columns={ROLES.map((key) => ({ key, label: key }))}
          cell={(row, column) => levelOf(row, column)}
          onOpen={(row, column) => setCell([row, column])}
          current={cell}
        />
        <Dialog title={cell?.join(', ') ?? ''} open={cell !== null} onClose={() => setCell(null)}>
          <Facts
            facts={[
              ['Decision', 'whole'],
              ['Grant', 'schema/patient.graphql:12'],
            ]}
          />
          <button type="button">Within</button>
        </Dialog>
      </Section>
      <div class="columns">
        <Section title="Lines">
          <Plot label="Fields disclosed by role" days={DAYS} series={SERIES.slice(0, 4)} kind="lines" />
        </Section>
        <Section title="Bars" actions={<button type="button">Do</button>}>
          <Plot label="Fields disclosed by role, together" days={DAYS} series={SERIES} kind="bars" />
        </Section>
      </div>
      <div class="columns">
        <Section title="Timeline">
          <Timeline
            label="What happened"
            items={LEVELS.map((level, at) => ({
              ...{ key: level, at: `2024-01-0${at + 1}T10:00:00Z`, title: `Something ${level}` },
              ...(at > 0 && {
                text: 'and a word about it',
                tone: (['good', 'warn', 'bad'] as const)[at - 1] ?? 'info',
              }),
            }))}
          />
        </Section>
        <Section title="Fields">
          <div class="fields">
            <TextField
              label="Text"
              value={text}
              onInput={setText}
              hint="A hint"
              error={text === '' ? 'Needed' : null}
            />
            <TextField label="Since" value="2024-01-01" onInput={() => {}} type="date" />
            <SelectField
              label="Select"
              value="b"
              onChange={() => {}}
              options={[
                ['a', 'First'],
                ['b', 'Second'],
              ]}
            />
            <TextField label="Comment" value={text} onInput={setText} rows={3} />
          </div>
          <Choice
            label="Choice"
            value={choice}
            onChange={setChoice}
            options={[
              ['one', 'One'],
              ['two', 'Two'],
            ]}
          />
          <div class="actions">
            <button type="button" class="primary">
              Approve
            </button>
            <button type="button" class="danger">
              Reject
            </button>
            <button type="button" disabled>
              Disabled
            </button>
            <Download
              label="Save"
              file={async () => ({
                data: { name: 'a.txt', type: 'text/plain', text: 'content' },
                failure: null,
              })}
            />
          </div>
          <p>
            <Badge>neutral</Badge> <Badge tone="good">good</Badge> <Badge tone="warn">warn</Badge>{' '}
            <Badge tone="bad">bad</Badge> <Badge tone="info">info</Badge>
          </p>
        </Section>
      </div>
      <Section title="Numbers">
        <Figures
          figures={[
            { label: 'Fields given', value: '1,234,567', note: 'in 30 days' },
            { label: 'Refused', value: '42' },
          ]}
        />
        <Table
          caption="Rows"
          columns={[
            {
              head: 'Name',
              cell: ({ name }) => (
                <button type="button" class="link">
                  {name}
                </button>
              ),
              sort: ({ name }) => name,
            },
            {
              head: 'Count',
              cell: ({ values }) => values[0],
              sort: ({ values }) => values[0] ?? 0,
              isNumber: true,
            },
          ]}
          rows={SERIES}
          keyOf={({ name }) => name}
          isCurrent={({ name }) => name === 'NURSE'}
        />
        <Loading label="Reading" />
        <Empty>Nothing of the kind.</Empty>
        <Failure failure={{ code: 'RATE_LIMITED', retryAfter: 12 }} onAgain={() => {}} />
      </Section>
    </main>
  );
}

function levelOf(row: string, column: string) {
  const at = CATEGORIES.indexOf(row) + ROLES.indexOf(column);
  if (at === 10) return null;
  const level = LEVELS[at % 4] ?? 'denied';
  return { level, label: `${row}, ${column}: ${level}`, ...(level === 'masked' && { text: 'part' }) };
}
