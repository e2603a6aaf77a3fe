import { ask, restore } from './chat.js';
import { makeReport } from './report.js';
import { watch } from './server.js';

const element = (id) => document.getElementById(id);

element('ask').addEventListener('submit', (event) => {
	event.preventDefault();
	const question = element('message').value.trim();
	if (question) {
		ask(question);
		element('message').select();
	}
});
element('run-report').addEventListener('click', makeReport);
watch();
restore();
