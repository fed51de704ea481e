import { Empty } from '../../parts/empty.tsx';

export default function FindingsPage() {
  return <Empty>Nothing is shown here yet.</Empty>;
}
