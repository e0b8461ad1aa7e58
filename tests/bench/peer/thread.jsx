// The discussion that a web team would write: React and TanStack Virtual, heights measured as messages come into sight, and pages of a hundred
// messages asked for as they are needed. The number of the discussion is the fragment of the address.
import { StrictMode, memo, useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useVirtualizer } from '@tanstack/react-virtual';

const of_page = 100;
const discussion = `/api/spico/discussions/${window.location.hash.slice(1)}`;
const moment = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Paris' });

async function get(path) {
  const answer = await fetch(discussion + path, { headers: { 'X-Spico': '1' } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

const Message = memo(function Message({ message, author, is_mine }) {
  if (!message) return <p className="waiting">Chargement du message…</p>;
  const words = message.kind === 'text' ? message.text : 'a créé la discussion.';
  return <div className={is_mine ? 'message mine' : 'message'}>
    <p className="author"><b>{author?.name}</b> <time>{moment.format(message.at_ms)}</time></p>
    <p className="bubble">{words}</p>
    <button type="button" aria-label="Autres actions">⋯</button>
  </div>;
});

// The messages of every page that was asked for, by the number of the page; `load` asks for one once.
function use_pages(set_failure) {
  const [pages, set_pages] = useState(new Map());
  const asked = useRef(new Set());
  const load = (page) => {
    if (asked.current.has(page)) return;
    asked.current.add(page);
    get(`/messages?from=${page * of_page + 1}&limit=${of_page}`).then(({ messages }) => set_pages((before) => new Map(before).set(page, messages))).catch(set_failure);
  };
  return [pages, load];
}

function App() {
  const [opened, set_opened] = useState(null);
  const [date, set_date] = useState('');
  const [failure, set_failure] = useState(null);
  const [pages, load] = use_pages(set_failure);
  const box = useRef(null);
  const count = opened?.discussion.count ?? 0;
  const list = useVirtualizer({ count, getScrollElement: () => box.current, estimateSize: () => 84, overscan: 5 });
  const items = list.getVirtualItems();

  useEffect(() => { get('').then(set_opened).catch(set_failure); }, []);
  useEffect(() => { if (count > 0) list.scrollToIndex(count - 1, { align: 'end' }); }, [count, list]);
  useEffect(() => { for (const { index } of items) load(Math.floor(index / of_page)); });

  const go = async (event) => {
    event.preventDefault();
    const [day, month, year] = date.split('/').map(Number);
    try {
      const { number } = await get(`/messages/first?from_ms=${new Date(year, month - 1, day).getTime()}`);
      if (number) list.scrollToIndex(number - 1, { align: 'start' });
    } catch (error) {
      set_failure(error);
    }
  };

  const people = new Map(opened?.members.map((member) => [member.id, member]));
  return <main>
    <h1>{opened?.discussion.title ?? 'Discussion'}</h1>
    <form onSubmit={go}>
      <label>Date<input value={date} onChange={(event) => set_date(event.target.value)} /></label>
      <button type="submit">Aller</button>
    </form>
    {failure && <p role="status">{String(failure)}</p>}
    <div className="thread" ref={box} role="list" aria-label="Messages" tabIndex={0}>
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {items.map(({ key, index, start }) => {
          const message = pages.get(Math.floor(index / of_page))?.[index % of_page];
          return <div key={key} ref={list.measureElement} data-index={index} role="listitem" className="place" style={{ transform: `translateY(${start}px)` }}>
            <Message message={message} author={people.get(message?.author)} is_mine={message?.author === opened.me} />
          </div>;
        })}
      </div>
    </div>
  </main>;
}

createRoot(document.getElementById('root')).render(<StrictMode><App /></StrictMode>);
