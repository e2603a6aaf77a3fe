// A chat client on the npm package eventsource. Prints what it sees; ends by itself only if it does not come back.
import { EventSource } from 'eventsource';

const es = new EventSource(process.argv[2]);
es.onopen = () => console.log('open');
es.onerror = (problem) => console.log(`lost: ${problem.message}`);
es.onmessage = (message) => {
	const event = JSON.parse(message.data);
	if (event.type == 'error' && event.error.includes('shutdown')) {
		console.log(`told: ${event.error}`);
	} else if (event.type == 'done') {
		es.close();
		console.log('done');
	} else {
		console.log(`message ${event.number}`);
	}
};
