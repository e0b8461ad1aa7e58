// Takes the pictures of the list with 100,000 patients that the README shows: whole and filtered, on a desktop and on a phone.
//
//   node tests/bench/pictures.mjs [FOLDER]      EMSERVE names the program; tests/bench/pictures when no folder is named
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { start_site } from '../browser/support.mjs';

const folder = process.argv[2] ?? join(new URL('.', import.meta.url).pathname, 'pictures');
mkdirSync(folder, { recursive: true });
const site = await start_site({ patients: 100_000 });
try {
  for (const [name, size] of [['desktop', { width: 1280, height: 800 }], ['phone', { width: 390, height: 844 }]]) {
    const tab = await site.visit({ fragment: '#/patients', ...size });
    await site.sign_in(tab);
    await tab.wait_text('patients trouvés');
    await tab.wait_idle();
    await tab.screenshot(join(folder, `${name}-100000.png`));
    if (name === 'phone') await tab.find('button', 'Rechercher un patient').press();
    await tab.find('textbox', 'Nom').fill('mar 1956');
    await tab.find('checkbox', 'F').press();
    await tab.wait_idle();
    if (name === 'phone') await tab.find('button', 'Rechercher un patient').press();
    await tab.wait_idle();
    await tab.screenshot(join(folder, `${name}-100000-filtered.png`));
    await tab.person.close();
  }
} finally {
  await site.dispose();
}
