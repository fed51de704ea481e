import { Empty } from '../../parts/empty.tsx';

export default function PatientsPage() {
  return <Empty>Nothing is shown here yet.</Empty>;
}
