import { Empty } from '../../parts/empty.tsx';

export default function AccessPage() {
  return <Empty>Nothing is shown here yet.</Empty>;
}
