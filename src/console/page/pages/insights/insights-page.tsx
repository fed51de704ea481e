import { Empty } from '../../parts/empty.tsx';

export default function InsightsPage() {
  return <Empty>Nothing is shown here yet.</Empty>;
}
