import './insights.css';
import { InsightsList } from './insights-list.tsx';

/** How texts that a model wrote were made and what became of them, without what they say. */
export default function InsightsPage() {
  return (
    <div class="insights-page">
      <InsightsList />
    </div>
  );
}
