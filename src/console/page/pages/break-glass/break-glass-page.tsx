import { Empty } from '../../parts/empty.tsx';

export default function BreakGlassPage() {
  return <Empty>Nothing is shown here yet.</Empty>;
}
