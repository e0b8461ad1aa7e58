// The peer's data: the session, and the stream of patients as objects with the fields that the columns show.
const headers = { 'X-Spico': '1' };

export async function load_session() {
  const answer = await fetch('/api/session', { headers });
  return answer.json();
}

// Parses lines while they arrive. Resolves {rows, people, structures}, both of [id, name]; fails when the stream was cut.
export async function load_patients() {
  const answer = await fetch('/api/spico/patients', { headers });
  if (!answer.ok) throw new Error(`patients: ${answer.status}`);
  const reader = answer.body.pipeThrough(new window.TextDecoderStream()).getReader();
  const rows = [];
  let people = null;
  let structures = [];
  let is_complete = false;
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const object = JSON.parse(line);
      if (!people) {
        people = new Map(object.professionals.map((person) => [person.id, person]));
        structures = object.structures;
      } else if (object.end) is_complete = object.count === rows.length;
      else rows.push(to_row(object, people));
    }
  }
  if (!is_complete) throw new Error('patients: the stream was cut');
  const choice = ({ id, name }) => [id, name];
  return { rows, people: [...people.values()].map(choice), structures: structures.map(choice) };
}

function to_row(patient, people) {
  const family = patient.used_name && patient.used_name !== patient.birth_name ? `${patient.used_name} (née ${patient.birth_name})` : patient.birth_name;
  return {
    ...patient,
    identity: `${family} ${patient.used_given_name ?? patient.first_given_name}`,
    circle: (patient.professionals ?? []).map((id) => people.get(id)),
  };
}
