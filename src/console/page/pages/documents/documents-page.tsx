import { Empty } from '../../parts/empty.tsx';

export default function DocumentsPage() {
  return <Empty>Nothing is shown here yet.</Empty>;
}
