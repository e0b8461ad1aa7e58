// The page that a web team would write for the same job: React and AG Grid Community, the columns of the patient list,
// a quick filter on the name (the grid's own, with its cache) and an external filter for the other fields.
import { StrictMode, memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { CellStyleModule, ClientSideRowModelModule, ExternalFilterModule, ModuleRegistry, QuickFilterModule, RowApiModule } from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { professions, statuts, thematiques } from './reference.js';
import { load_patients, load_session } from './patients.js';

ModuleRegistry.registerModules([ClientSideRowModelModule, QuickFilterModule, ExternalFilterModule, RowApiModule, CellStyleModule]);

const moment = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Paris' });
const show_moment = ({ value }) => (value ? moment.format(value) : '');
const show_date = ({ value }) => (value ? value.split('-').reverse().join('/') : '');
const not_searched = () => '';

function Identity({ data }) {
  return <><b>{data.identity}</b>{data.test && <span className="chip test">TEST</span>}{data.flags && <span role="img" aria-label={data.flags.join(', ')}> ⚠</span>}</>;
}
function Thematiques({ value }) {
  return (value ?? []).map((code) => {
    const { fr, background, text } = thematiques.get(code);
    return <span key={code} className="chip" style={{ background, color: text }}>{fr}</span>;
  });
}
function Professionals({ value }) {
  return value.map(({ id, name, profession }) => {
    const { fr, letters } = professions.get(profession);
    return <span key={id} className="avatar" title={`${name} (${fr})`}>{letters}</span>;
  });
}
function Tasks({ data }) {
  if (!data.tasks_open) return null;
  return <span className={data.tasks_late ? 'late' : ''}>{data.tasks_open} tâches{data.tasks_late ? `, ${data.tasks_late} en retard` : ''}</span>;
}
function Actions({ data }) {
  const [favourite, set_favourite] = useState(data.favourite ?? false);
  const press = async () => {
    const answer = await fetch(`/api/spico/patients/${data.id}/favourite`, {
      method: 'PUT', headers: { 'X-Spico': '1', 'Content-Type': 'application/json' }, body: JSON.stringify({ favourite: !favourite }) });
    if (answer.ok) set_favourite(data.favourite = !favourite);
  };
  return <button type="button" aria-label={favourite ? 'Retirer des favoris' : 'Ajouter aux favoris'} onClick={press}>{favourite ? '★' : '☆'}</button>;
}

const columns = [
  { field: 'identity', headerName: 'Identité', cellRenderer: Identity, minWidth: 220, flex: 3, getQuickFilterText: ({ value }) => value },
  { field: 'birth_date', headerName: 'Date de naissance', valueFormatter: show_date, width: 110 },
  { field: 'sex', headerName: 'Sexe', width: 70 },
  { field: 'thematiques', headerName: 'Thématiques', cellRenderer: Thematiques, minWidth: 160, flex: 2 },
  { field: 'circle', headerName: 'Professionnels', cellRenderer: Professionals, width: 140 },
  { field: 'updated_at', headerName: 'Date de mise à jour', valueFormatter: show_moment, width: 130, sort: 'desc' },
  { field: 'tasks_open', headerName: 'Tâches', cellRenderer: Tasks, width: 110 },
  { field: 'statut', headerName: 'Statuts', valueFormatter: ({ value }) => statuts.get(value), width: 100 },
  { field: 'next_appointment', headerName: 'Prochain RDV', valueFormatter: show_moment, width: 130 },
  { headerName: 'Actions', cellRenderer: Actions, sortable: false, width: 80 },
];
const every_column = { sortable: true, resizable: true, getQuickFilterText: not_searched };
const row_id = ({ data }) => data.id;

const everything = { given_name: '', birth_date: '', sex: '', statut: '', thematique: '', professional: '', structure: '', tasks: '', favourite: '', archived: 'non' };
const agrees = (choice, fact) => choice === '' || (choice === 'oui') === Boolean(fact);
const has = (choice, list) => choice === '' || Boolean(list?.includes(choice));
function passes(row, wanted) {
  return (wanted.given_name === '' || (row.used_given_name ?? row.first_given_name).toLowerCase().includes(wanted.given_name.toLowerCase())) &&
    (wanted.birth_date === '' || (row.birth_date ?? '').split('-').reverse().join('/').startsWith(wanted.birth_date)) &&
    (wanted.sex === '' || row.sex === wanted.sex) && (wanted.statut === '' || row.statut === wanted.statut) &&
    has(wanted.thematique, row.thematiques) && has(wanted.professional, row.professionals) && has(wanted.structure, row.structures) &&
    agrees(wanted.tasks, row.tasks_open) && agrees(wanted.favourite, row.favourite) && agrees(wanted.archived, row.archived);
}

const Field = memo(function Field({ label, value, change, choices }) {
  return <label>{label}{choices ?
    <select value={value} onChange={(event) => change(event.target.value)}>{choices.map(([code, text]) => <option key={code} value={code}>{text}</option>)}</select> :
    <input value={value} onChange={(event) => change(event.target.value)} />}</label>;
});
const all = ['', 'Tous'];
const yes_no_all = [all, ['oui', 'Oui'], ['non', 'Non']];
const sexes = [all, ['H', 'H'], ['F', 'F'], ['I', 'I']];
const all_statuts = [all, ...statuts];
const all_thematiques = [all, ...[...thematiques].map(([code, { fr }]) => [code, fr])];

function App() {
  const [user, set_user] = useState(null);
  const [list, set_list] = useState({ rows: null, people: [], structures: [] });
  const [failure, set_failure] = useState(null);
  const [name, set_name] = useState('');
  const [wanted, set_wanted] = useState(everything);
  const [found, set_found] = useState(null);
  const grid = useRef(null);

  useEffect(() => {
    load_session().then((session) => set_user(session.user)).catch(set_failure);
    load_patients().then(set_list).catch(set_failure);
  }, []);
  useEffect(() => { grid.current?.api?.onFilterChanged(); }, [wanted]);

  const is_present = useCallback(() => Object.values(wanted).some((choice) => choice !== ''), [wanted]);
  const does_pass = useCallback((node) => passes(node.data, wanted), [wanted]);
  const count = useCallback(({ api }) => set_found(api.getDisplayedRowCount()), []);
  const people = useMemo(() => [all, ...list.people], [list]);
  const structures = useMemo(() => [all, ...list.structures], [list]);
  const change = useMemo(() => Object.fromEntries(Object.keys(everything).map((key) =>
    [key, (value) => set_wanted((before) => ({ ...before, [key]: value }))])), []);

  return <main>
    <h1>Liste des patients</h1>
    <form onSubmit={(event) => event.preventDefault()}>
      <Field label="Nom" value={name} change={set_name} />
      <Field label="Prénom" value={wanted.given_name} change={change.given_name} />
      <Field label="Date de naissance" value={wanted.birth_date} change={change.birth_date} />
      <Field label="Sexe" value={wanted.sex} change={change.sex} choices={sexes} />
      <Field label="Statuts" value={wanted.statut} change={change.statut} choices={all_statuts} />
      <Field label="Thématiques" value={wanted.thematique} change={change.thematique} choices={all_thematiques} />
      <Field label="Professionnels" value={wanted.professional} change={change.professional} choices={people} />
      <Field label="Structures" value={wanted.structure} change={change.structure} choices={structures} />
      <Field label="Tâches" value={wanted.tasks} change={change.tasks} choices={yes_no_all} />
      <Field label="Favoris" value={wanted.favourite} change={change.favourite} choices={yes_no_all} />
      <Field label="Archivés" value={wanted.archived} change={change.archived} choices={yes_no_all} />
      <button type="button" onClick={() => { set_name(''); set_wanted(everything); }}>Effacer</button>
    </form>
    <p role="status">{failure ? String(failure) : list.rows === null || found === null ? `${user?.display_name ?? ''} …` : `${found} patients trouvés`}</p>
    <div className="grid">
      <AgGridReact ref={grid} rowData={list.rows} columnDefs={columns} defaultColDef={every_column} getRowId={row_id}
        quickFilterText={name} cacheQuickFilter isExternalFilterPresent={is_present} doesExternalFilterPass={does_pass} onModelUpdated={count} />
    </div>
  </main>;
}

createRoot(document.getElementById('root')).render(<StrictMode><App /></StrictMode>);
