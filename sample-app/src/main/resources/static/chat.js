import { Exchange } from './exchange.js';

const PATIENCE = 3000;

/* Ask a question and show the answer */
export function ask(question) {
	listen(new Exchange(question), '');
}

/* Show the conversation again, and go on with what has no end yet */
export async function restore() {
	const response = await fetch('/api/conversation').catch(() => undefined);
	const conversation = response?.ok ? await response.json() : [];
	for (const { id, question, answer, tokens, complete } of conversation) {
		const exchange = new Exchange(question);
		exchange.append(answer);
		if (complete) {
			exchange.end();
		}
		else {
			listen(exchange, `${id}:${tokens}`);
		}
	}
}

/* The browser comes back by itself, with the id of the last event that it got */
function listen(exchange, lastEventId) {
	const query = new URLSearchParams({ message: exchange.question });
	if (lastEventId) {
		query.set('lastEventId', lastEventId);
	}
	const source = new EventSource(`/api/chat?${query}`);
	source.onmessage = (message) => {
		lastEventId = message.lastEventId || lastEventId;
		exchange.article.dataset.lastEventId = lastEventId;
		const event = JSON.parse(message.data);
		switch (event.type) {
			case 'token':
				exchange.goesOn();
				exchange.append(event.token);
				break;
			case 'error':
				exchange.failed(event.error);
				break;
			case 'done':
				exchange.done(event.reason);
				if (event.reason !== 'shutdown') {
					source.close();
				}
				break;
		}
	};
	source.onerror = () => {
		exchange.waits();
		if (source.readyState === EventSource.CLOSED) {
			// Somebody in between answered for the server, which a browser takes for a final word
			setTimeout(() => listen(exchange, lastEventId), PATIENCE);
		}
	};
}
