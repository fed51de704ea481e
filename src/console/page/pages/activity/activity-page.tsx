import { Empty } from '../../parts/empty.tsx';

export default function ActivityPage() {
  return <Empty>Nothing is shown here yet.</Empty>;
}
