// A discussion on paper (product.md §7, field.md A20, A38): all of it, in order, and nothing of the screen around it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { look_of, minute, on_paper } from './checks_support.mjs';
import { act_on_discussion, assert_no_errors, begin, call, messages, open, people, say, wait_message, withdraw, writing } from './discussions_support.mjs';
import { needs } from './driver.mjs';
import { advance_clock, by_turns, faces, start_site, text_of_pages } from './support.mjs';

const test = by_turns(each_test);
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

// What the page asks the browser to do, and no print dialog that nobody would close.
const count_prints = (tab) => tab.evaluate(() => {
  window.prints = 0;
  window.print = () => { window.prints += 1; };
});
const prints = (tab) => tab.evaluate(() => window.prints);
const id_of_zoe = (tab) => tab.evaluate(async () => {
  const lines = (await (await fetch('/api/spico/patients', { headers: { 'X-Spico': '1' } })).text()).trim().split('\n').map((line) => JSON.parse(line));
  return lines.find(({ birth_name }) => birth_name === 'BÉNAZET').id;
});

for (const face of faces) {
  test(`the whole discussion, with its patient, who and when, and nothing else of the page (${face.name})`, needs('print'), async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Papier TEST ${face.name}`;
    const patient_id = await id_of_zoe(ines);
    const id = await begin(ines, title, [mathieu], { patient_id });
    const first = await say(ines, id, 'Première ligne TEST.\nSeconde ligne TEST.');
    await say(mathieu, id, 'Bien reçu TEST.', { reply_to: first.number, urgent: true });
    await say(ines, id, 'Erreur TEST à retirer.');
    await open(ines, title);
    await withdraw(ines, 'Erreur TEST à retirer.');
    await writing(ines).type('Brouillon TEST');
    await count_prints(ines);
    await act_on_discussion(ines, 'Imprimer la discussion');
    await ines.wait_for('the browser is asked to print', async () => (await prints(ines)) === 1);
    const paper = await ines.print();
    const text = paper.text.replace(/\s*\n\s*/g, '\n');
    for (const page of text_of_pages(paper.pdf)) {
      assert.match(page, /Patient : BÉNAZET Zoé – TEST Date de naissance : 07\/04\/1956 · Nom de naissance : BÉNAZET · Prénoms de naissance : .+ · Sexe : .+ · Lieu de naissance : Toulouse \(INSEE 31555\) · Matricule INS : .+ · Statut de l'identité : .+ Imprimé par Inès TEST le \d\d\/\d\d\/\d{4} à \d\d:\d\d/);
    }
    assert.ok(text.includes(title));
    assert.match(text, /Discussion entière : messages 1 à 4\./);
    assert.match(text, /Inès TEST a créé la discussion\. – \d\d\/\d\d\/\d{4} à \d\d:\d\d/);
    assert.match(text, /Inès TEST, Infirmier – [\d/]+ à [\d:]+\nPremière ligne TEST\.\nSeconde ligne TEST\.\n/, 'lines stay lines');
    assert.match(text, /Mathieu TEST, Médecin – [\d/]+ à [\d:]+ · Message urgent\nEn réponse à Inès TEST : « Première ligne TEST\./);
    assert.match(text, /Message retiré/);
    for (const unwanted of ['Erreur TEST', 'Brouillon TEST', 'Rechercher une discussion', 'Envoyer', 'Liste des discussions', 'En ligne']) assert.ok(!text.includes(unwanted), unwanted);
    await ines.wait_idle();
    assert.doesNotMatch(await ines.text(), /Imprimé par/);
    assert.equal(await writing(ines).value(), 'Brouillon TEST', 'what is being written stays');
    assert_no_errors(ines, mathieu);
  });

  test(`told of a print, whatever the engine: the discussion and its patient, who and when, nothing else; afterwards all is as before (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Papier partout TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu], { patient_id: await id_of_zoe(ines) });
    await say(ines, id, 'Première ligne TEST.\nSeconde ligne TEST.');
    await say(mathieu, id, 'Bien reçu TEST.', { urgent: true });
    await open(ines, title);
    await wait_message(ines, 'Bien reçu TEST.', 'Mathieu TEST');
    await writing(ines).type('Brouillon TEST');
    await ines.wait_idle();
    const before = await look_of(ines);
    const { rules, head, text, lines: heights } = await on_paper(ines);
    assert.ok(rules > 0, 'rules for paper');
    const patient = /^Patient : BÉNAZET Zoé – TEST\nDate de naissance : 07\/04\/1956 · Nom de naissance : BÉNAZET · Prénoms de naissance : .+ · Sexe : .+ · Lieu de naissance : Toulouse \(INSEE 31555\) · Matricule INS : .+ · Statut de l'identité : .+\n/;
    assert.match(head.join('\n'), patient);
    assert.match(head.at(-1), /^Imprimé par Inès TEST le \d\d\/\d\d\/\d{4} à \d\d:\d\d$/);
    const lines = text.replace(/\s*\n\s*/g, '\n');
    assert.ok(lines.includes(title));
    assert.match(lines, /Discussion entière : messages 1 à 3\.\n/);
    assert.match(lines, /Inès TEST, Infirmier – [\d/]+ à [\d:]+\nPremière ligne TEST\.\sSeconde ligne TEST\.\n/);
    assert.deepEqual(heights, { 'Première ligne TEST.\nSeconde ligne TEST.': 2, 'Bien reçu TEST.': 1 }, 'lines stay lines');
    assert.match(lines, /Mathieu TEST, Médecin – [\d/]+ à [\d:]+ · Message urgent\nBien reçu TEST\./);
    const unwanted = ['Brouillon TEST', 'Rechercher une discussion', 'Envoyer', 'Liste des discussions', 'En ligne', 'Retour à domicile (TEST)', 'TEST Formation', 'Écrire un message'];
    for (const each of unwanted) assert.ok(!lines.includes(each), each);
    await ines.wait_idle();
    assert.deepEqual(await look_of(ines), before);
    assert_no_errors(ines, mathieu);
  });

  test(`by the browser's command: what is here, and which messages these are; by the menu all of them (${face.name})`, needs('print'), async (context) => {
    const { ines } = await people(context, site, face, ['ines']);
    const title = `Long papier TEST ${face.name}`;
    const id = await begin(ines, title);
    await ines.evaluate(async (discussion) => {
      const name = (number) => number.toString(16).padStart(32, '0');
      for (let number = 1; number <= 320; number += 1) {
        const body = JSON.stringify({ client_id: name(Date.now() * 1000 + number), text: `Mot ${number} TEST` });
        const answer = await fetch(`/api/spico/discussions/${discussion}/messages`, { method: 'POST', headers: { 'X-Spico': '1', 'Content-Type': 'application/json' }, body });
        if (!answer.ok) throw new Error(`${number}: ${answer.status}`);
      }
    }, id);
    await call(ines, 'PUT', `/discussions/${id}/read`, { number: 321 });
    await open(ines, title);
    await messages(ines).wait();
    const part = (await ines.print()).text;
    assert.match(part, /Messages \d+ à 321 sur 321\./);
    assert.match(part, /Les autres messages n'étaient pas chargés/);
    assert.ok(part.includes('Mot 320 TEST') && !part.includes('Mot 1 TEST'));
    await ines.wait_idle();
    await count_prints(ines);
    await act_on_discussion(ines, 'Imprimer la discussion');
    await ines.wait_for('all of it is here', async () => (await prints(ines)) === 1);
    await ines.wait_idle();
    const whole = await ines.print();
    assert.match(whole.text, /Discussion entière : messages 1 à 321\./);
    for (const number of [1, 160, 320]) assert.ok(whole.text.includes(`Mot ${number} TEST`), String(number));
    assert.ok(whole.count > 2, `${whole.count} pages`);
    assert_no_errors(ines);
  });
}
