/** A moment in the reader's own time zone; the record's own (UTC) on hovering. */
export function Moment({
  at,
  dateOnly = false,
}: {
  readonly at: string | null;
  readonly dateOnly?: boolean;
}) {
  if (at === null) return <span class="quiet">never</span>;
  const date = new Date(at);
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  const time = [pad(date.getHours()), pad(date.getMinutes()), pad(date.getSeconds())].join(':');
  return (
    <time dateTime={at} title={`${at} (UTC)`} class="moment">
      {dateOnly ? day : `${day} ${time}`}
    </time>
  );
}

function pad(value: number): string {
  return `${value}`.padStart(2, '0');
}
